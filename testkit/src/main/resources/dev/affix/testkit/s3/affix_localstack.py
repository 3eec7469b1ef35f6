"""Runs LocalStack with two of its habits changed, neither of which can be set.

It listens on the loopback interface alone, where it would take the port on every interface, and it
keeps objects below TMPDIR, where it would use one folder in /tmp for all users and servers.
"""

import functools
import os

from twisted.internet import endpoints

endpoints.TCP4ServerEndpoint = functools.partial(
    endpoints.TCP4ServerEndpoint, interface="127.0.0.1"
)

from localstack.services.s3 import provider

provider.DEFAULT_S3_TMP_DIR = os.path.join(os.environ["TMPDIR"], "objects")

from localstack.runtime.main import main

main()
