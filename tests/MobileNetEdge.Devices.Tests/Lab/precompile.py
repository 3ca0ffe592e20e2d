"""precompile.py CROSSGEN APP.dll RUNTIME.zip FOLDER: the program with machine code for ARM64, so that an emulated machine need not compile it.

Copies APP.dll's folder to FOLDER, and compiles in it the program's own assemblies and those of the class library that it spends its start in.
"""
import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

LIBRARY = """System.Private.CoreLib System.Collections System.Linq System.Text.Json System.Console System.Memory System.Text.Encodings.Web
System.Collections.Immutable System.Collections.Concurrent System.Threading System.Text.RegularExpressions System.Diagnostics.Process
System.IO.Compression System.IO.MemoryMappedFiles System.ComponentModel.Primitives Microsoft.Win32.Primitives System.Private.Uri""".split()
PROGRAM = "mobilenet-edge MobileNetEdge.Core MobileNetEdge.Imaging MobileNetEdge.Runtime MobileNetEdge.Devices MobileNetEdge.Quantizer System.CommandLine".split()


def main(crossgen, app, runtime, folder):
    source = os.path.dirname(os.path.abspath(app))
    os.makedirs(folder)
    with tempfile.TemporaryDirectory() as il:
        with zipfile.ZipFile(runtime) as archive:
            for name in archive.namelist():
                if name.startswith("bcl/"):
                    with open(os.path.join(il, os.path.basename(name)), "wb") as file:
                        file.write(archive.read(name))
        for name in os.listdir(source):
            if name.endswith((".dll", ".json")):
                shutil.copy(os.path.join(source, name), folder)
                shutil.copy(os.path.join(source, name), il)
        every = os.path.join(il, "*.dll")

        def compile_one(name):
            command = [crossgen, os.path.join(il, name + ".dll"), "-o", os.path.join(folder, name + ".dll"), "-r", every, "--inputbubble",
                       "--inputbubbleref", every, "--targetos", "linux", "--targetarch", "arm64", "-O", "--parallelism", "1"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(compile_one, LIBRARY + PROGRAM))


os.chmod(sys.argv[1], 0o755)
main(*sys.argv[1:])
