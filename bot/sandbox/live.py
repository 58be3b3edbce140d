"""What open pages are told while it happens."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from bot.sandbox.wire import JSON

Listener = Callable[[JSON], None]
# News may differ from one person to the next: then it is made for each who has a page open.
ForEach = Callable[[str], JSON]


class Live:
    """Passes news to the pages of the people it concerns."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Listener]] = defaultdict(set)

    def listen(self, user_id: str, listener: Listener) -> Callable[[], None]:
        """Adds a page; the result takes it away again."""
        self._listeners[user_id].add(listener)
        return lambda: self._listeners[user_id].discard(listener)

    def listeners(self, user_id: str) -> int:
        """How many pages a person has open."""
        return len(self._listeners.get(user_id, ()))

    def tell(self, user_ids: Iterable[str], news: JSON | ForEach) -> None:
        """Tells everyone named who has a page open."""
        if not self._listeners:
            return
        for user_id in user_ids:
            if listeners := tuple(self._listeners.get(user_id, ())):
                told = news(user_id) if callable(news) else news
                for listener in listeners:
                    listener(told)
