"""Whose token it is, the hub says; it is asked about a wrong one once, and not about what can be none."""

import asyncio
from collections import Counter
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


class Handler(SimpleNamespace):
    """A request from an address; it notes how often somebody of it had to be slow."""

    client, slow = "192.0.2.1", Counter()

    async def slow_down(self):
        self.slow[self.client] += 1


def asker(hub):
    who = service.accounts(hub)
    return lambda token, **more: asyncio.run(who(Handler(token=token, **more)))


def is_refused(who, token, **more):
    with pytest.raises(Refused, match="no part") as refusal:
        who(token, **more)
    return refusal.value.status == 403


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
        assert is_refused(who, token) and hub.asked == asked
    assert who("prof")


@pytest.mark.parametrize("token", ["ü", "a\r\nX-Evil: 1", "\udc80"])
def test_what_can_be_no_token_is_refused_without_asking(token):
    hub = Hub()
    assert is_refused(asker(hub), token) and not hub.asked


def test_of_an_address_with_many_wrong_tokens_new_ones_are_asked_about_slowly_and_nobody_else_waits():
    who, slow, elsewhere = asker(Hub()), Handler.slow, "192.0.2.2"
    slow.clear()
    assert who("prof")
    assert all(is_refused(who, f"wrong {k}") for k in range(service.WRONG)) and not slow
    assert all(is_refused(who, f"new {k}") for k in range(180)) and slow == {Handler.client: 180}
    assert is_refused(who, "new 0") and who("prof") and is_refused(who, "another", client=elsewhere)
    assert slow == {Handler.client: 180}


def test_a_right_token_is_let_in_however_many_wrong_ones_came_from_there():
    who = asker(Hub())
    assert all(is_refused(who, f"wrong {k}") for k in range(2 * service.WRONG)) and who("prof")


ODD = [5, 0, "x", "", [], {}, {"name": None, "scopes": ["vote"]}, {"scopes": ["vote"]}, {"name": "a", "scopes": None}]
ODD += [{"name": ["a"], "scopes": ["vote"]}, {"name": "a", "scopes": [["vote"]]}, ValueError("no JSON"), KeyError("x")]
ODD += [Exception("cut off")]  # of some library of HTTP


@pytest.mark.parametrize("said", ODD, ids=repr)
def test_a_hub_that_answers_oddly_is_a_sentence_and_refuses_nobody_for_a_minute(said, monkeypatch):
    hub = Hub()

    async def odd(token, sync):
        if isinstance(said, Exception):
            raise said
        return said

    who = asker(hub)
    with monkeypatch.context() as patch:
        patch.setattr(hub, "user_for_token", odd)
        with pytest.raises(Refused, match="the hub does not answer") as refusal:
            who("prof")
    assert refusal.value.status == 503 and who("prof") == ("prof", True)


def test_a_hub_that_does_not_answer_is_a_sentence():
    with pytest.raises(Refused, match="the hub does not answer") as refusal:
        asker(Hub())("down")
    assert refusal.value.status == 503
