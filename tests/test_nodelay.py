"""The server extension speeds up a kernel's connection, and never stands in its way."""

import json
import logging
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from course_nn import nodelay


class Connection:
    """What a server brings: it connects, and tells that it did."""

    log = logging.getLogger("test")

    def __init__(self, handler):
        self.websocket_handler = handler

    def connect(self):
        return "connected"


def server(**settings):
    return SimpleNamespace(web_app=SimpleNamespace(settings=settings))


def test_a_new_connection_sends_without_delay():
    app, told = server(kernel_websocket_connection_class=Connection), []
    nodelay._load_jupyter_server_extension(app)
    connection = app.web_app.settings["kernel_websocket_connection_class"]
    assert issubclass(connection, Connection)
    assert connection(SimpleNamespace(set_nodelay=told.append)).connect() == "connected" and told == [True]


@pytest.mark.parametrize("handler", [SimpleNamespace(), SimpleNamespace(set_nodelay=lambda value: 1 / 0)])
def test_a_connection_that_cannot_be_sped_up_still_connects(handler):
    app = server(kernel_websocket_connection_class=Connection)
    nodelay._load_jupyter_server_extension(app)
    assert app.web_app.settings["kernel_websocket_connection_class"](handler).connect() == "connected"


def test_a_server_without_such_connections_stays_as_it_is():
    app = server(other=1)
    nodelay._load_jupyter_server_extension(app)
    assert app.web_app.settings == {"other": 1}


def test_the_real_server_has_the_place_where_the_extension_works():
    websocket = pytest.importorskip("jupyter_server.services.kernels.connection.channels")
    assert hasattr(websocket.ZMQChannelsWebsocketConnection, "connect")


def test_installing_the_package_enables_the_extension():
    config = Path(sys.prefix) / "etc/jupyter/jupyter_server_config.d/course_nn.json"
    (module,) = json.loads(config.read_text("utf-8"))["ServerApp"]["jpserver_extensions"]
    assert [module] == [point["module"] for point in nodelay._jupyter_server_extension_points()]
