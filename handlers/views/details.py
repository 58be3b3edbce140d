"""Everything the library knows about one resource, as a modal."""

from __future__ import annotations

from bot.i18n import Texts
from catalog.models import Resource
from handlers import ids
from handlers.carried import Carried, Choice, Origin
from handlers.views.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    escape,
    fields,
    link,
    modal,
    section,
)
from handlers.views.resource import host, place_name, title, warnings
from handlers.views.results import Reader, by_request, save_button, where_saved

LISTED_ON = 3
"""Pages that list a resource, shown at most: enough to find it by."""


def details_modal(resource: Resource, reader: Reader, *, origin: Origin) -> View:
    """The resource with its facts, warnings and where to find it."""
    _ = reader.texts
    heading = "\n".join([title(resource, _), *_other_titles(resource, _)])
    blocks = [section(heading)]
    if summary := resource.summary_in(_.language):
        blocks.append(section(escape(summary)))
    cautions = warnings(resource, _, reader.today)
    if cautions:
        blocks.append(section("\n".join(f":warning: {caution}" for caution in cautions)))
    facts = _facts(resource, reader)
    blocks += [fields(*facts)] if facts else []
    blocks += _whereabouts(resource, _)
    is_saved = resource.id in reader.saved
    save = save_button(Choice(resource.id), _, saved=is_saved)
    buttons = [*by_request(resource, reader), save]
    ask = Carried(resource_id=resource.id)
    buttons.append(button(_("Ask an expert"), ids.ASK_EXPERT, ask.dump()))
    if origin.shareable:
        buttons.insert(0, button(_("Share here"), ids.RESOURCE_SHARE, resource.id))
    blocks += [actions(*buttons), *([where_saved(_)] if is_saved else [])]
    return modal(
        _("Details"),
        blocks,
        close=_("Close"),
        callback_id=ids.DETAILS,
        private_metadata=origin.dump(),
    )


def _other_titles(resource: Resource, _: Texts) -> list[str]:
    shown = resource.title_in(_.language)
    others = [resource.title, resource.title_es, *resource.title_alt]
    return [f"_{escape(other)}_" for other in dict.fromkeys(others) if other and other != shown][:3]


def _facts(resource: Resource, reader: Reader) -> list[str]:
    _, names = reader.texts, reader.names
    kind = names.kinds.get(resource.type)
    topics = [
        topic.name(_.language) for name in resource.topics if (topic := names.topics.get(name))
    ]
    facts = {
        _("Publisher"): "; ".join(resource.publishers),
        _("Authors"): ", ".join(resource.authors),
        _("Kind"): kind.name(_.language) if kind else "",
        _("Date"): _.date(resource.date) if resource.date else "",
        _("Language"): _.listed([_.language_name(code) for code in resource.languages]),
        _("Place"): "; ".join(place_name(place, names, _) for place in resource.places),
        _("Topics"): "; ".join(topics),
    }
    return [f"*{label}*\n{escape(value)}" for label, value in facts.items() if value]


def _whereabouts(resource: Resource, _: Texts) -> list[Block]:
    said = []
    if resource.url and resource.is_public:
        said.append(_("Opens on {site}.", site=link(resource.url, host(resource.url))))
    # Without an address of its own the warning above names the first page that lists it.
    if resource.found_on[0 if resource.url else 1 :]:
        listings = [link(url, host(url)) for url in resource.found_on[:LISTED_ON]]
        said.append(_("Listed on {sites}.", sites=", ".join(listings)))
    if resource.checked:
        said.append(_("Last looked at {day}.", day=_.date(resource.checked)))
    return [context(" ".join(said))] if said else []
