"""Whose address a request comes from, and under which names a machine is called."""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from tornado.httputil import HTTPServerRequest

Network = IPv4Network | IPv6Network


def networks(text: str) -> tuple[Network, ...]:
    """The proxies that are trusted, from a setting such as "127.0.0.1, 10.0.0.0/8". 读出受信任的代理地址。

    raises : ValueError for what is no address
    """
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_among(address: str, trusted: Iterable[Network]) -> bool:
    """Whether an address belongs to one of the networks. 地址是否属于其中某个网络。"""
    try:
        return any(ip_address(address) in network for network in trusted)
    except ValueError:
        return False


def client_of(request: HTTPServerRequest, trusted: Iterable[Network]) -> str:
    """The address of whoever asks: of the connection, or what a trusted proxy has written last. 请求者的地址。

    What a client itself writes into X-Forwarded-For stands before that, and is not believed.
    """
    remote = request.remote_ip or ""
    last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return _household(last if is_among(remote, trusted) and _is_address(last) else remote)


def is_this_machine(host: str) -> bool:
    """Whether a page asks for this machine by a number or its own name.
    页面是否以地址或本机名称访问本机。

    A name that somebody else's page lets point here is none of these.
    """
    host = host.strip("[]").lower()
    name = socket.gethostname().lower()
    return _is_address(host) or host in ("localhost", name, f"{name}.local")


def own_address() -> str:
    """This machine's address in its network; nothing is sent to find it. 本机在网络中的地址。"""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"


def _is_address(text):
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def _household(text):
    """Of an IPv6 address the first half, which a household has: the other half a machine may choose."""
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(ip_network((address, 64), strict=False))
    return str(address)
