"""`python -m bot.sandbox`: a workspace to look at, with the app that listens at --bot-url."""

import argparse
import asyncio
import sys
from contextlib import suppress

from bot.sandbox.server import Sandbox, serve


def main() -> None:
    """Reads the command line and runs until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--manifest", default="manifest.yml")
    parser.add_argument("--bot-url", default="http://127.0.0.1:3000/slack/events")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8065)
    parser.add_argument("--transport", default="http", choices=["http", "socket"])
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(
            serve(
                options.manifest,
                bot_url=options.bot_url,
                host=options.host,
                port=options.port,
                transport=options.transport,
                ready=_say,
            )
        )


def _say(sandbox: Sandbox) -> None:
    """Tells how to reach the page and what the app needs to know."""
    sys.stdout.write(
        f"Workspace: {sandbox.url}\n"
        f"SLACK_API_URL={sandbox.api_url}\n"
        f"SLACK_SIGNING_SECRET={sandbox.signing_secret}\n"
        f"SLACK_BOT_TOKEN={sandbox.bot_token}\n"
        f"SLACK_APP_TOKEN={sandbox.app_token}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
