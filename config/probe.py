"""`python -m config.probe`: asks the web process of this container whether it can serve; exit code 0 says yes."""

import os
import sys
import urllib.error
import urllib.request


def main() -> int:
    # The pages answer to the office's own name only, and behind HTTPS to nothing else.
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    request = urllib.request.Request(
        f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/readyz",
        headers={"Host": "localhost" if host.startswith((".", "*")) else host, "X-Forwarded-Proto": "https"},
    )
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310  (our own address)
            return 0 if answer.status == 200 else 1
    except (urllib.error.URLError, OSError):
        return 1


if __name__ == "__main__":
    sys.exit(main())
