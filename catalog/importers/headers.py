"""Names of spreadsheet columns, in English and Spanish, for the fields they hold."""

from __future__ import annotations

from catalog.importers.choices import fold

_COLUMNS = {
    "id": "identificador, clave",
    "title": "title_en, título, título_en, nombre, name",
    "title_es": "título_es, título en español, spanish title",
    "title_alt": "alternative titles, alias, otros títulos",
    "summary": "summary_en, description, description_en, resumen, descripción",
    "summary_es": "description_es, resumen_es, descripción_es, resumen en español",
    "publishers": "publisher, organization, organizations, organización, organizaciones, editor",
    "publisher_ids": "",
    "authors": "author, autor, autora, autores",
    "type": "kind, tipo",
    "topics": "topic, tema, temas",
    "jurisdictions": "jurisdiction, place, places, state, jurisdicción, lugar, lugares",
    "city": "county, ciudad, condado",
    "languages": "language, lang, idioma, idiomas",
    "date": "published, publication date, fecha, fecha de publicación",
    "date_precision": "precision, precisión",
    "url": "url_en, link, enlace, vínculo, dirección",
    "url_role": "",
    "found_on": "listed on, source, fuente",
    "access": "acceso",
    "status": "situación",
    "currency": "currency_en, warning, aviso, vigencia",
    "currency_es": "aviso_es, vigencia_es",
    "title_is_descriptive": "",
    "checked": "revisado, verificado",
    "added": "añadido, agregado",
}

_FIELDS = {
    fold(name): field
    for field, names in _COLUMNS.items()
    for name in (field, *filter(None, names.split(", ")))
}

LISTS = frozenset(
    (
        *("title_alt", "publishers", "publisher_ids", "authors"),
        *("topics", "jurisdictions", "languages", "found_on"),
    )
)
"""Fields of which one cell may hold several values, parted by `;` or `|`."""


def field_of(column: str) -> str | None:
    """The field that a column of this name holds, if any."""
    return _FIELDS.get(fold(column))
