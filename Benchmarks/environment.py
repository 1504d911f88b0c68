"""The virtual environment of the peers: made once beside this file, with the versions of requirements.txt."""
import hashlib
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, ".venv")
REQUIREMENTS = os.path.join(HERE, "requirements.txt")
MARK = "EXPLAIND_BENCHMARK_ENVIRONMENT"


def enter(python=None):
    """Goes on in the interpreter `python`, or in the environment of requirements.txt, with one thread for every library."""
    if os.environ.get(MARK):
        return
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
        os.environ[variable] = "1"
    os.environ[MARK] = "1"
    sys.stdout.flush()
    chosen = python or _made()
    os.execv(chosen, [chosen] + sys.argv)


def _made():
    """The interpreter of the environment, after making it where it is missing or of other versions."""
    with open(REQUIREMENTS, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    python = os.path.join(FOLDER, "bin", "python")
    stamp = os.path.join(FOLDER, "requirements.sha256")
    if os.path.exists(stamp) and open(stamp).read() == digest:
        return python
    print(f"making {os.path.relpath(FOLDER)} (once)", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=True)
    with open(stamp, "w") as file:
        file.write(digest)
    return python
