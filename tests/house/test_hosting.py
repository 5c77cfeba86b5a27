"""What the guide tells an administrator to type does what it says: update, rollback and restore, run for real."""

import inspect
import os
import re
import sqlite3
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
import yaml
from guide import DOCS, text
from later import Later
from traitlets.config import Config

from course_nn.classroom.hub import serve

INSTALLED = "/srv/course_nn"
shared, lti = Later("jupyterhub.authenticators.shared"), Later("ltiauthenticator.lti13.auth")


def program(marker, before):
    """The last program of the guide before a marker that holds some words, without sudo."""
    part = text("hosting").partition(before)[0]
    found = [block for block in re.findall(r"```sh\n(.*?)```", part, re.S) if marker in block]
    return found[-1].replace("sudo ", "")


def run(code, folder, where):
    """A program of the guide; what it installs or starts anew is left out."""
    lines = [line for line in code.splitlines() if "pip install" not in line and "tljh-config" not in line]
    mail = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    subprocess.run(
        ["sh", "-ec", "\n".join(lines).replace(INSTALLED, str(folder))],
        check=True,
        capture_output=True,
        cwd=where,
        env=os.environ | mail,
    )


@pytest.fixture
def copies(tmp_path):
    """(the repository, what was installed from it): of one commit."""
    public, installed = tmp_path / "public", tmp_path / "installed"
    run(f"git init -q -b main {public}", installed, tmp_path)
    commits(public, "first")
    run(f"git clone -q {public} {installed}", installed, tmp_path)
    return public, installed


def commits(public, content):
    (public / "version").write_text(content)
    run(f"git add . && git commit -qm {content}", public, public)


def state(installed):
    """The version that is there, and the branch on which it stands."""
    branch = subprocess.run(["git", "branch", "--show-current"], cwd=installed, capture_output=True, text=True)
    return (installed / "version").read_text(), branch.stdout.strip()


def test_a_new_version_comes_the_old_one_comes_back_and_the_way_forward_stays_open(copies):
    public, installed = copies
    update, back = program("git fetch", "**Back to the old one**"), program("installed before", "**Backups.**")
    commits(public, "second")
    for wanted, code in (("second", update), ("first", back), ("second", update)):
        run(code, installed, installed)
        assert state(installed) == (wanted, "installed")
    commits(public, "third")
    run(update, installed, installed)
    assert state(installed) == ("third", "installed")
    run(back, installed, installed)
    assert state(installed) == ("second", "installed")


def test_a_database_that_is_being_written_is_copied_whole_and_can_be_restored(tmp_path):
    source, copy = tmp_path / "jupyterhub.sqlite", tmp_path / "copy.sqlite"
    with sqlite3.connect(source) as writer:
        writer.execute("pragma journal_mode = wal")
        writer.execute("create table users (name)")
        writer.execute("insert into users values ('a student')")
        writer.commit()
        assert source.with_name(source.name + "-wal").stat().st_size, "half of it lies in a second file"
        code = program("source.backup(copy)", "To restore, stop the hub")
        places = {
            "/opt/tljh/state": str(tmp_path),
            "/opt/tljh/hub/bin/python3": sys.executable,
            "/srv/backup/jupyterhub.sqlite": str(copy),
        }
        for place, here in places.items():
            code = code.replace(place, here)
        run(code, tmp_path, tmp_path)
    source.unlink()
    copy.rename(source)
    assert sqlite3.connect(source).execute("select name from users").fetchall() == [("a student",)]


def test_the_password_of_the_values_is_one_that_the_hub_knows():
    config = yaml.safe_load((DOCS / "values.yaml").read_text("utf-8"))["hub"]["config"]
    assert config["JupyterHub"]["authenticator_class"] == "shared-password"
    given = config["SharedPasswordAuthenticator"]
    hub = shared.SharedPasswordAuthenticator(config=Config(SharedPasswordAuthenticator=given))
    assert hub.user_password == given["user_password"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sign_in_of_a_learning_platform_knows_every_setting_and_address_of_the_guide(language):
    code = re.search(r"<!-- lti -->\s+```python\n(.*?)```", text("hosting", language), re.S)[1]
    config = Config()
    exec(code, {"c": config})
    assert config.JupyterHub.authenticator_class == f"{lti.LTI13Authenticator.__module__}.LTI13Authenticator"
    sign_in = lti.LTI13Authenticator(config=config)
    for part in (config.LTI13Authenticator, config.Authenticator):
        assert {name: getattr(sign_in, name) for name in part} == part
    for place in (sign_in.login_url, sign_in.callback_url, sign_in.config_json_url):
        assert place("/hub") in text("hosting", language)


@pytest.fixture
def by_hand():
    """What the guide has an administrator of any hub write for the class."""
    config = Config(JupyterHub={"services": [], "load_roles": []}, Spawner={"environment": {}})
    exec(re.search(r"<!-- class -->\s+```python\n(.*?)```", text("hosting"), re.S)[1], {"c": config})
    return config


def test_a_class_on_kubernetes_has_the_roles_rights_and_address_of_any_hub(by_hand):
    hub = yaml.safe_load((DOCS / "values-class.yaml").read_text("utf-8"))
    student, hub = hub["singleuser"]["extraEnv"], hub["hub"]
    assert [{"name": name} | role for name, role in hub["loadRoles"].items()] == by_hand.JupyterHub.load_roles
    assert hub["config"]["JupyterHub"]["custom_scopes"] == by_hand.JupyterHub.custom_scopes
    assert hub["config"]["Spawner"]["server_token_scopes"] == by_hand.Spawner.server_token_scopes
    assert [*hub["services"]] == [one["name"] for one in by_hand.JupyterHub.services] and student == dict(
        by_hand.Spawner.environment
    )


def test_the_class_on_kubernetes_is_told_what_it_reads_and_listens_where_the_proxy_looks():
    hub = yaml.safe_load((DOCS / "values-class.yaml").read_text("utf-8"))["hub"]
    (container,), (port,), (rule,) = (
        hub["extraContainers"],
        hub["service"]["extraPorts"],
        hub["networkPolicy"]["ingress"],
    )
    told = {one["name"]: one.get("value") for one in container["env"]}
    read = re.findall(r'environ\["(\w+)"\]', inspect.getsource(serve))
    assert read and {*read, "JUPYTERHUB_API_URL", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_SERVICE_NAME"} <= told.keys()
    assert told["JUPYTERHUB_SERVICE_PREFIX"] == f"/services/{told['JUPYTERHUB_SERVICE_NAME']}/"
    ports = {urlsplit(one).port for one in (hub["services"]["course-nn"]["url"], told["JUPYTERHUB_SERVICE_URL"])}
    assert ports == {port["port"], port["targetPort"], rule["ports"][0]["port"]} and len(ports) == 1
    image = yaml.safe_load((DOCS / "values.yaml").read_text("utf-8"))["singleuser"]["image"]
    assert container["image"] == f"{image['name']}:{image['tag']}"
