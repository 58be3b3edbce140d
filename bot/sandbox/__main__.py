"""`python -m bot.sandbox`: a workspace to look at, with the app that listens at --bot-url."""

import argparse
import asyncio
import signal
import sys
from contextlib import suppress

from bot.sandbox.server import Sandbox, serve


def main() -> None:
    """Reads the command line and runs until it is told to stop."""
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--manifest", default="manifest.yml")
    parser.add_argument("--bot-url", default="http://127.0.0.1:3000/slack/events")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8065)
    parser.add_argument("--transport", default="http", choices=["http", "socket"])
    options = parser.parse_args()
    asyncio.run(_serve(options))


async def _serve(options: argparse.Namespace) -> None:
    """Serves until SIGTERM or Ctrl-C, in the background too, where shells have it ignored."""
    serving = asyncio.ensure_future(
        serve(
            options.manifest,
            bot_url=options.bot_url,
            host=options.host,
            port=options.port,
            transport=options.transport,
            ready=_say,
        )
    )
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, serving.cancel)
    with suppress(asyncio.CancelledError):
        await serving


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
