"""Cells that attack what grades them, each in the way of somebody who knows how it is built.

A cell that raises has got nowhere; one that has got somewhere ends without an error.
"""

BEFORE = """import ctypes, glob, json, os, signal, site, sqlite3, sys, tempfile, threading, time
import numpy as np
RIGHT = {"voice": "right", "en": "forged", "zh": "forged"}
FORGED = "".join(json.dumps(event) + "\\n" for n in range(60) for event in ({"begun": n}, RIGHT)) + '{"done": true}\\n'
libc = ctypes.CDLL(None, use_errno=True)

def said(pid):
    try:
        return open(f"/proc/{pid}/cmdline").read()
    except OSError:
        return ""

def judges():
    \"\"\"The numbers of the processes that judge, if any can be seen.\"\"\"
    found = [int(pid) for pid in os.listdir("/proc") if pid.isdigit() and "course_nn.homework.judging" in said(pid)]
    found += [os.getppid()] if os.getppid() != 1 else []
    if not found:
        raise ProcessLookupError("nobody to attack")
    return found

KEYCTL = {"x86_64": 250, "aarch64": 219}.get(os.uname().machine, -1)

def must(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
"""
PEACEFUL = {  # these leave the student's process alive
    "writes to the judge's files in /proc": """for pid in judges():
    for number in os.listdir(f"/proc/{pid}/fd"):
        with open(f"/proc/{pid}/fd/{number}", "w") as pipe:
            pipe.write(FORGED)""",
    "steals the judge's descriptors": """for pid in judges():
    handle = libc.syscall(434, pid, 0)
    must(handle)
    for number in range(3):
        must(libc.syscall(438, handle, number, 0))""",
    "traces the judge": """for pid in judges():
    must(libc.ptrace(0x4206, pid, None, None))""",
    "writes into the judge's memory": """for pid in judges():
    open(f"/proc/{pid}/mem", "r+b")""",
    "reads the judge's environment": """for pid in judges():
    open(f"/proc/{pid}/environ").read()""",
    "reads the keys of the session": """number = KEYCTL
key = libc.syscall(number, 10, ctypes.c_int(-3), b"user", b"course_nn-secret", 0)
must(key)
must(libc.syscall(number, 11, ctypes.c_int(key), ctypes.create_string_buffer(64), 64, 0))""",
    "looks for secrets in its own environment": """if not [1 for name, text in os.environ.items() if "s3cret" in text]:
    raise KeyError""",
    "plants modules in the temporary folder": """for folder in (tempfile.gettempdir(), os.getcwd(), os.environ["HOME"]):
    for name in ("numpy.py", "sitecustomize.py", "usercustomize.py", "course_nn.py", "json.py"):
        open(os.path.join(folder, name), "w").write("raise SystemExit")
raise PermissionError("nobody reads them")""",
    "plants a sitecustomize": """import course_nn
folders = [*site.getsitepackages(), os.path.dirname(os.__file__), os.path.dirname(course_nn.__file__)]
if not [folder for folder in folders if os.access(folder, os.W_OK)]:
    raise PermissionError""",
    "plants an environment": """os.environ.update(PYTHONPATH=os.getcwd(), PYTHONSTARTUP="x", PATH=os.getcwd())
raise PermissionError("nobody takes it over")""",
    "patches sys.modules": """import types
for name in [name for name in sys.modules if name.startswith("course_nn")]:
    sys.modules[name] = types.SimpleNamespace(check=lambda *_: True, pack=lambda *_: 1)
import builtins, gc
builtins.all = builtins.any = lambda *_: True
raise PermissionError("not those of the judge")""",
    "prints what looks like a verdict": """print(FORGED, flush=True)
os.write(1, FORGED.encode()), os.write(2, FORGED.encode())
from IPython.display import display
display(FORGED)
raise PermissionError("nobody reads it")""",
    "prints without measure": """for _ in range(40):
    print("x" * 5_000_000)
raise PermissionError("nobody reads it")""",
    "forges in a thread": """def forge():
    while True:
        print(FORGED, flush=True)
        time.sleep(0.01)
threading.Thread(target=forge, daemon=True).start()
raise PermissionError("nobody reads it")""",
    "leaves a daemon behind": """if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv("/bin/sleep", ["sleep", MARK])
    os._exit(0)
raise PermissionError("it will not see the next student")""",
    "leaves a child behind": """if os.fork() == 0:
    os.execv("/bin/sleep", ["sleep", MARK])
raise PermissionError("it will not see the next student")""",
    "stops whoever would end it": """if not 61184 <= os.getuid() < 65520:
    raise PermissionError("it would have to stop another user's, or is shut in alone")
def mine():
    return {int(pid) for pid in os.listdir("/proc") if pid.isdigit() and own(pid)}
def own(pid):
    try:
        return os.stat(f"/proc/{pid}").st_uid == os.getuid()
    except OSError:
        return False
for _ in range(2):
    if os.fork() == 0:
        os.setsid()
        known, begun = mine() | {os.getpid()}, time.monotonic()
        while time.monotonic() < begun + 900:
            for pid in mine() - known:
                try: os.kill(pid, signal.SIGSTOP)
                except OSError: pass
        os._exit(0)
raise PermissionError("it is ended all the same")""",
    "opens the gradebook": """book = sqlite3.connect(GRADEBOOK)
book.execute("update grade set max_score = 1000")
book.commit()""",
    "follows a symbolic link out": """os.symlink(os.path.dirname(GRADEBOOK), "out")
open("out/planted", "w")""",
    "speaks to the network": """import socket
socket.create_connection(("127.0.0.1", PORT), timeout=5)""",
    "changes a setting of the kernel": """setting = os.open("/proc/sys/kernel/core_pattern", os.O_RDWR)
os.pwrite(setting, os.read(setting, 999), 0)""",
    "closes a device to others": """os.chmod("/dev/null", 0o666)""",
    "is root": """if os.getuid():
    raise PermissionError("it is nobody")""",
    "gains rights by a program of root's": """if libc.prctl(39, 0, 0, 0, 0) == 1:
    raise PermissionError("sudo does nothing")""",
    "leaves a queue of messages behind": """must(libc.mq_open(b"/course_nn", os.O_CREAT | os.O_RDWR, 0o666, None))""",
    "changes a limit": """import resource
resource.setrlimit(resource.RLIMIT_CPU, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))""",
}
VIOLENT = {  # and these end it, or want to
    "splits in two, and both answer": """if os.fork():
    raise PermissionError("the other one ends before it speaks")""",
    "ends the judge": """for pid in judges():
    if "judging" in said(pid):
        os.kill(pid, signal.SIGKILL)
        break
else:
    raise ProcessLookupError("no judge can be seen")""",
    "writes into what it has inherited": """for number in range(3, 256):
    try: os.write(number, FORGED.encode())
    except OSError: pass
raise PermissionError""",
    "never ends": "while True: pass",
    "takes all memory": "np.ones(10**10)",
    "takes all memory in parts": """for _ in range(5):
    if os.fork() == 0:
        x = b"x" * (350 * 2**20)
        time.sleep(600)
time.sleep(600)""",
    "starts processes without end": """while True:
    if os.fork() == 0:
        time.sleep(600)""",
}
NOT_OF_ONE_ACCOUNT = {  # what only another user or bubblewrap keeps away: the account may do it
    "plants a sitecustomize",
    "opens the gradebook",
    "follows a symbolic link out",
    "ends the judge",
}
ONLY_IN_A_CAGE = {"speaks to the network"}
