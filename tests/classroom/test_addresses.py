"""Whose request it is: what a proxy says is believed of a proxy that was named, and of nobody else."""

from types import SimpleNamespace

import pytest
from tornado.httputil import HTTPHeaders

from course_nn.classroom.addresses import client_of, is_this_machine, networks, own_address

PROXY, CLIENT, LIE = "10.0.0.1", "198.51.100.7", "203.0.113.9"


def client(remote, trusted="", **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client_of(SimpleNamespace(remote_ip=remote, headers=HTTPHeaders(named)), networks(trusted))


def test_without_a_trusted_proxy_no_header_says_where_somebody_is():
    assert client(CLIENT, X_Forwarded_For=LIE, X_Real_IP=LIE) == CLIENT


def test_of_a_trusted_proxy_its_own_entry_is_believed_which_is_the_last():
    assert client(PROXY, PROXY, X_Forwarded_For=f"{LIE}, {CLIENT}", X_Real_IP=LIE) == CLIENT


def test_a_client_cannot_put_the_name_of_a_proxy_before_its_own_address():
    assert client(CLIENT, PROXY, X_Forwarded_For=f"{LIE}, {PROXY}") == CLIENT


def test_a_client_on_the_machine_of_the_proxy_itself_is_not_believed_either():
    assert client(PROXY, PROXY, X_Forwarded_For=f"{LIE}, {PROXY}") == PROXY


@pytest.mark.parametrize("header", ["", "nonsense", "é", f"{CLIENT}, nonsense", ","])
def test_a_proxy_that_says_nothing_understandable_stands_for_its_clients(header):
    assert client(PROXY, PROXY, X_Forwarded_For=header) == PROXY


def test_of_an_ipv6_address_the_half_counts_that_a_machine_cannot_choose():
    assert client("2001:db8:1:2::1") == client("2001:db8:1:2:ffff::9") != client("2001:db8:1:3::1")


def test_what_is_no_address_of_a_proxy_is_refused():
    with pytest.raises(ValueError):
        networks("127.0.0.1, proxy.example.org")


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "192.168.1.5", "[::1]", "LOCALHOST"])
def test_a_machine_is_called_by_its_numbers_and_as_localhost(name):
    assert is_this_machine(name)


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example"])
def test_a_name_that_somebody_else_has_made_is_none_of_this_machine(name):
    assert not is_this_machine(name)


def test_its_own_address_is_one():
    assert is_this_machine(own_address())
