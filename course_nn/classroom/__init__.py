"""A class that votes: what runs beside the notebooks, on a hub or on a lecturer's own machine.
全班投票：与笔记本并行的服务，运行在 JupyterHub 或授课教师自己的机器上。

ballot : the votes, in a file of SQLite;  handlers : what may be asked over HTTP, and the page for a phone
board : what stands on the wall, in the same file;  wall : its page, and what whoever leads may do
hub : as a service that a JupyterHub manages;  extension : as an extension of a Jupyter server, off until switched on
"""
