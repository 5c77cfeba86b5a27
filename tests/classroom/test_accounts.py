"""Whose token it is, the hub says; it is asked about a wrong one once, and not about what can be none."""

import asyncio
from types import SimpleNamespace

import pytest
from later import Later
from tornado.web import HTTPError

from course_nn.classroom.ballot import Refused
from course_nn.classroom.recent import Recent

pytest.importorskip("jupyterhub")
service = Later("course_nn.classroom.hub")


class Hub:
    """It knows two tokens, and counts how often it is asked."""

    access_scopes = {"vote"}
    asked = 0

    def __init__(self):
        lead = {"name": "prof", "scopes": ["vote", service.LEAD]}
        self.users = {"prof": lead, "stranger": {"name": "stranger", "scopes": []}}

    def get_token(self, handler, in_cookie):
        assert not in_cookie
        return handler.token

    async def user_for_token(self, token, sync):
        self.asked += 1
        if token == "down":
            raise HTTPError(502)
        return self.users.get(token)

    def check_scopes(self, required, user):
        return required & {*user["scopes"]}


def asker(hub):
    who = service.accounts(hub)
    return lambda token: asyncio.run(who(SimpleNamespace(token=token)))


def test_whoever_has_a_token_is_called_as_the_hub_says_and_a_phone_is_nobody():
    who = asker(Hub())
    assert who("prof") == ("prof", True) and who("") is None


@pytest.mark.parametrize("token", ["wrong", "stranger"])
def test_the_hub_is_asked_once_a_minute_about_a_token_that_does_not_count(token, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("course_nn.classroom.hub.Recent", lambda limit: Recent(limit, now=lambda: clock[0]))
    hub = Hub()
    who = asker(hub)
    for clock[0], asked in ((0.0, 1), (30.0, 1), (59.0, 1), (61.0, 2)):
        with pytest.raises(Refused, match="no part") as refusal:
            who(token)
        assert refusal.value.status == 403 and hub.asked == asked
    assert who("prof")


@pytest.mark.parametrize("token", ["ü", "a\r\nX-Evil: 1", "\udc80"])
def test_what_can_be_no_token_is_refused_without_asking(token):
    hub = Hub()
    with pytest.raises(Refused, match="no part"):
        asker(hub)(token)
    assert not hub.asked


def test_a_hub_that_does_not_answer_is_a_sentence():
    with pytest.raises(Refused, match="the hub does not answer") as refusal:
        asker(Hub())("down")
    assert refusal.value.status == 503
