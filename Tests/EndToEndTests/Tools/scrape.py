"""Serves a file of OpenMetrics on loopback, lets a real Prometheus scrape it, and prints what that stored.

Usage: scrape.py FILE CONTENT-TYPE QUERY...; prints one JSON object: "up", and under "results" each query's values.
"""

import http.server
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

path, content_type, queries = sys.argv[1], sys.argv[2], sys.argv[3:]


class Exporter(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        with open(path, "rb") as file:
            body = file.read()
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, query):
    url = f"http://127.0.0.1:{port}/api/v1/query?" + urllib.parse.urlencode({"query": query})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=5) as answer:
        return json.load(answer)["data"]["result"]


def targets(port):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}/api/v1/targets", timeout=5) as answer:
        return json.load(answer)["data"]["activeTargets"]


exporter = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Exporter)
threading.Thread(target=exporter.serve_forever, daemon=True).start()
port = free_port()
with tempfile.TemporaryDirectory() as folder:
    configuration = os.path.join(folder, "prometheus.yml")
    with open(configuration, "w") as file:
        json.dump(
            {
                "global": {"scrape_interval": "1s", "scrape_timeout": "1s"},
                "scrape_configs": [
                    {
                        "job_name": "rehearsal",
                        "static_configs": [{"targets": [f"127.0.0.1:{exporter.server_address[1]}"]}],
                    }
                ],
            },
            file,
        )
    with open(os.path.join(folder, "log"), "w+") as log:
        prometheus = subprocess.Popen(
            [
                "prometheus",
                f"--config.file={configuration}",
                f"--storage.tsdb.path={folder}/data",
                f"--web.listen-address=127.0.0.1:{port}",
            ],
            stdout=log,
            stderr=log,
        )
        try:
            deadline = time.monotonic() + 90
            while True:
                if prometheus.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    sys.exit("prometheus did not scrape: " + log.read()[-3000:])
                try:
                    up = ask(port, "up")
                    if up and up[0]["value"][1] == "1":
                        break
                    errors = [one["lastError"] for one in targets(port) if one["lastError"]]
                    if errors:
                        sys.exit("the scrape failed: " + "; ".join(errors))
                except OSError:
                    pass
                time.sleep(0.2)
            results = {query: ask(port, query) for query in queries}
            print(json.dumps({"up": 1, "results": results}))
        finally:
            prometheus.terminate()
            prometheus.wait()
