"""A server extension that sends every frame at once instead of letting it wait for company.

Jupyter's kernel connection leaves Nagle's algorithm on; together with delayed acknowledgements it adds about
40 ms to every round trip on one's own machine. Without this extension everything works, only slower.
"""


def _jupyter_server_extension_points():
    return [{"module": "course_nn.nodelay"}]


def _load_jupyter_server_extension(server):
    """Give new kernel connections a class that switches the delay off; leave an unknown server as it is."""
    connection = server.web_app.settings.get("kernel_websocket_connection_class")
    if connection is None:
        return

    class NoDelayConnection(connection):
        def connect(self):
            try:
                self.websocket_handler.set_nodelay(True)
            except Exception as error:  # a speed-up must never cost the connection
                self.log.debug("course_nn: no TCP_NODELAY: %s", error)
            return super().connect()

    server.web_app.settings["kernel_websocket_connection_class"] = NoDelayConnection
