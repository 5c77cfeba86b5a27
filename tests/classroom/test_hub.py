"""A real JupyterHub that manages the class as its service: its proxy, its accounts, its spawner, on loopback.

It needs the packages of requirements-dev.txt and the hub's proxy: npm install --prefix .hub configurable-http-proxy.
"""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from classroom_question import QUESTION
from lab import chromium, free_port
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from course_nn.classroom import handlers
from course_nn.notebook.live_server import ClassServer, Refusal

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
STUDENTS = [f"s{k}" for k in range(200)]
CONFIG = """
c = get_config()
c.JupyterHub.bind_url, c.JupyterHub.hub_port = "http://127.0.0.1:{proxy}", {hub}
c.ConfigurableHTTPProxy.api_url, c.ConfigurableHTTPProxy.command = "http://127.0.0.1:{api}", [{command!r}]
c.JupyterHub.authenticator_class, c.JupyterHub.spawner_class = "dummy", "simple"
c.DummyAuthenticator.password, c.Spawner.start_timeout = "course", 120
c.Spawner.http_timeout = 120
c.Spawner.cmd, c.Spawner.args = [{python!r}, "-m", "jupyterhub.singleuser"], ["--allow-root"]
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/{{username}}"
c.Authenticator.allowed_users = {{"prof", "stranger", *{students}}}
c.JupyterHub.load_groups = {{"lecturers": {{"users": ["prof"]}}, "students": {{"users": {students}}}}}
c.JupyterHub.services = [{{"name": "tests", "api_token": "token-of-the-tests"}}]
rights = ["admin:users", "admin:servers", "tokens"]
c.JupyterHub.load_roles = [{{"name": "tests", "scopes": rights, "services": ["tests"]}}]
"""


def documented():
    """What docs/hosting.md tells an administrator to write, but for the address of this hub."""
    guide = (ROOT / "docs/hosting.md").read_text("utf-8")
    return guide.partition("<!-- class -->")[2].partition("```python\n")[2].partition("```")[0]


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """The address of a hub with a lecturer, students and a stranger."""
    command = shutil.which("configurable-http-proxy") or ROOT / ".hub/node_modules/.bin/configurable-http-proxy"
    if not Path(command).exists():
        (pytest.fail if os.environ.get("COURSE_NN_REQUIRE_HUB") else pytest.skip)("no configurable-http-proxy")
    pytest.importorskip("jupyterhub")
    folder = tmp_path_factory.mktemp("hub")
    ports = {name: free_port() for name in ("proxy", "hub", "api", "service")}
    url = f"http://127.0.0.1:{ports['proxy']}"
    config = CONFIG.format(**ports, command=str(command), folder=folder, python=sys.executable, students=STUDENTS)
    config += documented().replace("https://hub.example.org", url).replace("10101", str(ports["service"]))
    (folder / "jupyterhub_config.py").write_text(config, "utf-8")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([sys.executable, "-m", "jupyterhub"], cwd=folder, stdout=log, stderr=log)
    try:
        wait_until(lambda: ask(f"{url}/hub/api/"))
        wait_until(lambda: urllib.request.urlopen(f"{url}/services/course-nn/").read())
        yield url
    finally:
        process.terminate()
        process.wait(30)


def ask(url, sent=None, token="token-of-the-tests"):
    """What an API answers to a GET, or to a POST of something."""
    body = None if sent is None else json.dumps(sent).encode()
    with urllib.request.urlopen(urllib.request.Request(url, body, {"Authorization": f"token {token}"})) as answer:
        return json.loads(answer.read() or "null")


def wait_until(works, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            return works()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def token_of(hub, name, *scopes):
    """A token as the account of that name may have one."""
    scopes = scopes or ("access:services!service=course-nn",)
    return ask(f"{hub}/hub/api/users/{name}/tokens", {"scopes": scopes})["token"]


@pytest.fixture(scope="module")
def account(hub):
    """account("s1"): the service as that student sees it through the hub's proxy; "" is a phone."""
    found = {"": ""}

    def account(name=""):
        if name not in found:
            more = ["custom:course-nn:lead"] if name == "prof" else []
            found[name] = token_of(hub, name, "access:services!service=course-nn", *more)
        return ClassServer(f"{hub}/services/course-nn/", found[name])

    return account


def vote(server, code, option, pass_=""):
    server.request(f"class/{code}/join", {}) if not pass_ else None
    seen = server.request(f"class/{code}/state", pass_=pass_)
    where = {"asked": seen["id"], "phase": seen["phase"]}
    server.request(f"class/{code}/vote", {"option": option, "sure": "rather"} | where, pass_)


def begun(account, **more):
    code = account("prof").request("class", more)["code"]
    account("prof").request(f"lead/{code}/ask", QUESTION)
    return code


def is_open(account, code, phase):
    """Raises TimeoutError as long as this vote is not: a click on the wall needs its time."""
    if account("prof").request(f"lead/{code}/results")["phase"] != phase:
        raise TimeoutError(phase)


def counted(account, code, phase):
    votes = account("prof").request(f"lead/{code}/results")["votes"][phase]
    return {option: sum(sure.values()) for option, sure in votes.items()}


def test_two_hundred_accounts_vote_twice_some_late_some_twice(account):
    code = begun(account)
    with ThreadPoolExecutor(10) as pool:
        students = [*pool.map(account, STUDENTS)]
        [*pool.map(lambda one: vote(one, code, "one"), students)]
        [*pool.map(lambda one: vote(one, code, "two"), students[:20])]  # twice
        account("prof").request(f"lead/{code}/turn", {"phase": "discuss"})
        with pytest.raises(Refusal, match="closed"):  # late
            vote(students[0], code, "three")
        account("prof").request(f"lead/{code}/turn", {"phase": "second"})
        [*pool.map(lambda one: vote(one, code, "three"), students[10:])]
    assert counted(account, code, "first") == {"one": 180, "two": 20}
    assert counted(account, code, "second") == {"three": 190}


def test_whoever_is_of_another_class_gets_in_nowhere(hub, account):
    """The stranger has an account of this hub, and the code."""
    code = begun(account)
    with pytest.raises(urllib.error.HTTPError):
        token_of(hub, "stranger")  # the hub gives no token for it
    stranger = account("")._replace(token=token_of(hub, "stranger", "read:users!user"))
    for path, sent in [(f"class/{code}/join", {}), (f"class/{code}/state", None), ("class", {})]:
        with pytest.raises(Refusal, match="no part") as refusal:
            stranger.request(path, sent)
        assert refusal.value.status == 403


@pytest.mark.parametrize("token", ["", "00000000000000000000000000000000", "token-of-the-tests"])
def test_whoever_forges_an_account_leads_nothing(account, token):
    forger = account("")._replace(token=token)
    with pytest.raises(Refusal):
        forger.request("class", {})


def test_a_student_may_not_lead_even_by_asking_the_hub(hub, account):
    with pytest.raises(urllib.error.HTTPError):
        token_of(hub, "s1", "custom:course-nn:lead")
    with pytest.raises(Refusal, match="lecturer"):
        account("s1").request("class", {})


def test_a_phone_needs_no_account_unless_the_lecturer_wants_one(account):
    code = begun(account)
    vote(account(), code, "two", account().request(f"class/{code}/join", {})["pass"])
    assert counted(account, code, "first") == {"two": 1}
    code = begun(account, phones=False)
    with pytest.raises(Refusal, match="notebook"):
        account().request(f"class/{code}/join", {})


def test_no_header_that_a_client_sends_through_the_proxy_makes_it_somebody_else(hub):
    """The proxy appends the address from which it was asked; the service believes that alone."""

    def tried(k, header):
        headers = {"X-Class-Pass": "", header: f"198.51.100.{k}"}
        request = urllib.request.Request(f"{hub}/services/course-nn/api/class/BBBB/join", b"{}", headers)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        return refused.value.code

    statuses = [tried(k, header) for header in ("X-Real-IP", "X-Forwarded-For") for k in range(handlers.GUESSES)]
    assert statuses.count(404) <= handlers.GUESSES and statuses[-handlers.GUESSES :] == [429] * handlers.GUESSES


def test_a_service_that_is_killed_comes_back_with_all_votes(hub, account):
    """The hub starts a managed service again by itself."""
    code = begun(account)
    for name in STUDENTS[:20]:
        vote(account(name), code, "two")
    for process in processes_of("course_nn.classroom", hub):
        os.kill(process, signal.SIGKILL)
    wait_until(lambda: urllib.request.urlopen(f"{hub}/services/course-nn/").read(), 90)
    vote(account("s0"), code, "one")
    assert counted(account, code, "first") == {"one": 1, "two": 19}


def processes_of(module, hub):
    """Numbers of the processes of this hub that run a module."""
    psutil = pytest.importorskip("psutil")
    mine = psutil.Process().children(recursive=True)
    found = [process.pid for process in mine if module in process.cmdline()]
    assert found, f"{hub} runs no {module}"
    return found


def test_a_lecturer_and_a_student_do_all_of_it_in_their_notebooks(hub):
    """Servers as the hub spawns them: class_session and join find the service by themselves."""
    lecturer, student = (kernel_of(hub, name) for name in ("prof", "s5"))
    lecturer("from course_nn.notebook import class_session\nroom = class_session('xor-2')\nroom.look()")
    while lecturer("print(room.result['question'] is not None)") == "True":  # one of the tests before
        lecturer("room.end()\nroom = class_session('xor-2')\nroom.look()")
    lecturer("room.put('xor-2')")
    code = lecturer("print(room.code)")
    student(f"from course_nn.notebook import join\nmine = join({code!r})")
    student("mine.choice.value = mine.choice.options[1][1]\nmine.vote('rather')")
    for phase in ("discuss", "second", "shown"):
        lecturer(f"room.turn({phase!r})")
    lecturer("room.look()\n((sure,),) = [one.values() for one in [room.result['votes']['first']]]")
    assert lecturer("print(sure)") == str({"guess": 0, "rather": 1, "certain": 0})
    assert "Look at the wall" in student("mine.look(); print(mine.said.value)")


@pytest.fixture
def windows(playwright):
    """windows(link): a page in a browser that is started for it alone."""
    found = chromium(playwright)
    if found is None:
        (pytest.fail if os.environ.get("COURSE_NN_REQUIRE_BROWSER") else pytest.skip)("no Chromium")
    browsers = []

    def window(link):
        browsers.append(playwright.chromium.launch(**found))
        page = browsers[-1].new_page(viewport={"width": 1366, "height": 768}, locale="en-GB")
        page.goto(link)
        return page

    yield window
    for browser in browsers:
        browser.close()


def test_a_lecture_goes_on_when_the_lecturers_kernel_browser_and_service_are_each_started_anew(hub, account, windows):
    """Two hundred accounts vote twice on the wall's question; it is led from the wall, which needs no kernel."""
    begin = "from course_nn.notebook import class_session\nroom = class_session('xor-1')\nroom.look()"
    lecturer = beside(kernel_of(hub, "prof"))
    lecturer(begin)
    if lecturer("print(room.result['question'] is not None)") == "True":  # one of the tests before
        lecturer(f"room.end()\n{begin}")
    code, link = lecturer("print(room.code, room.desk.link)").split()
    wall = windows(link)
    wall.get_by_role("button", name="Ask", exact=True).click(timeout=60_000)  # once the notebook has left the question

    def everybody_votes(answers, phase, meanwhile):
        wait_until(lambda: is_open(account, code, phase), 30)
        with ThreadPoolExecutor(10) as pool:
            last = [pool.submit(vote, account(name), code, answer) for name, answer in zip(STUDENTS, answers)][-1]
            meanwhile()
            last.result(120)
        assert sum(counted(account, code, phase).values()) == len(STUDENTS)

    [account(name) for name in STUDENTS]  # a token each
    first, second = (["yes", "no"] * 100), (["no"] * 150 + ["yes"] * 50)
    everybody_votes(first, "first", lambda: end_kernels(hub, "prof"))
    wall.get_by_text("200 have voted").wait_for(timeout=20_000)
    lecturer = beside(kernel_of(hub, "prof"))
    lecturer(begin)
    assert lecturer("print(room.code, room.desk.link)").split() == [code, link]
    wall.get_by_role("button", name="Close the vote").click()
    wall.context.browser.close()
    wall = windows(link)
    wall.get_by_role("button", name="Vote again").click()
    everybody_votes(second, "second", lambda: None)
    for process in processes_of("course_nn.classroom", hub):
        os.kill(process, signal.SIGKILL)
    wait_until(lambda: urllib.request.urlopen(f"{hub}/services/course-nn/").read(), 90)
    for name in ("Show the answer", "Yes, show the answer now", "End the class", "Press once more to end"):
        wall.get_by_role("button", name=name, exact=True).click(timeout=20_000)
    wall.get_by_text("All questions of this class").wait_for()
    assert counted(account, code, "first") == Counter(first) and counted(account, code, "second") == Counter(second)
    assert all(part in wall.locator("body").inner_text() for part in ("100", "150", "50"))


def beside(run):
    """run(code) in a thread of its own: the browser has a loop in this one."""
    return lambda code: ThreadPoolExecutor(1).submit(run, code).result()


def end_kernels(hub, name):
    server = f"{hub}/user/{name}"
    token = token_of(hub, name, f"access:servers!server={name}/")
    for kernel in ask(f"{server}/api/kernels", token=token):
        request = urllib.request.Request(f"{server}/api/kernels/{kernel['id']}", method="DELETE")
        request.add_header("Authorization", f"token {token}")
        urllib.request.urlopen(request)


def kernel_of(hub, name):
    """run(code) -> what it prints, in a kernel of the server that the hub spawns for an account."""
    server = f"{hub}/user/{name}"
    with suppress(urllib.error.HTTPError):  # it runs already
        ask(f"{hub}/hub/api/users/{name}/server", {})
    token = token_of(hub, name, f"access:servers!server={name}/")
    wait_until(lambda: ask(f"{server}/api/status", token=token), 120)
    number = ask(f"{server}/api/kernels", {"name": "python3"}, token)["id"]

    def run(code):
        channel = f"ws{server[4:]}/api/kernels/{number}/channels"
        return asyncio.run(executed(HTTPRequest(channel, headers={"Authorization": f"token {token}"}), code))

    return run


async def executed(channel, code):
    """What a kernel prints when it runs this; an error is an error here.

    Its reply may come before what it printed, which is complete once it says that it is idle again.
    """
    socket = await websocket_connect(channel)
    asked = uuid.uuid4().hex
    header = {"msg_id": asked, "msg_type": "execute_request", "session": "tests", "username": "", "version": "5.3"}
    content = {"code": code, "silent": False, "store_history": False, "allow_stdin": False, "stop_on_error": True}
    sent = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
    await socket.write_message(json.dumps(sent))
    printed = ""
    while True:
        message = json.loads(await asyncio.wait_for(socket.read_message(), 120))
        if message["parent_header"].get("msg_id") != asked:
            continue
        kind = message["msg_type"]
        if kind == "stream" and message["content"]["name"] == "stdout":
            printed += message["content"]["text"]
        if kind == "error":
            raise AssertionError("\n".join(message["content"]["traceback"]))
        if kind == "status" and message["content"]["execution_state"] == "idle":
            socket.close()
            return printed.strip()
