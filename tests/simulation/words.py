"""What people say: a few sentences, each with a word of its own by which it is known anywhere."""

from __future__ import annotations

import re
from random import Random

TOKEN = re.compile(r"q[bcdfghjklm]{7}q")
"""Stands in everything that somebody says. No rule takes it for personal data."""
NAME = re.compile(r"Z[bcdfghjklm]{7}z")
"""Stands in the names of those who may ask not to be named."""

_LETTERS = str.maketrans("0123456789", "bcdfghjklm")

QUESTIONS = {
    "en": (
        "Can our county refuse immigration detainers without a judge's warrant?",
        "Our school board wants a safe schools resolution. What have others passed?",
        "What may our police share with federal agents under state law?",
        "We vote on an ordinance about 287(g) agreements. Who can look at our draft?",
        "Is there model language for a city legal defense fund?",
        "How do others answer a request for license plate data?",
        "May hospitals of our county turn agents away from patients' rooms?",
        "What does a welcoming city certificate cost, and is it worth it?",
    ),
    "es": (
        "¿Puede nuestro condado negarse a retener personas sin orden de un juez?",
        "La junta escolar quiere una resolución de escuelas seguras. ¿Qué han aprobado otras?",
        "¿Qué datos puede compartir nuestra policía con agentes federales?",
        "¿Quién puede revisar nuestra ordenanza sobre acuerdos 287(g)?",
        "¿Hay un modelo para un fondo de defensa legal de la ciudad?",
        "¿Cómo responden otras ciudades cuando piden datos de placas?",
    ),
}

FOLLOWING = {
    "en": (
        "Thank you. And does that hold for our sheriff too?",
        "That helps. We meet on Tuesday & would love an example.",
        "Our attorney doubts it: what do we tell her?",
        "One more thing: does it cost us <state> money?",
    ),
    "es": (
        "Gracias. ¿Vale eso también para nuestro sheriff?",
        "Nos ayuda mucho. ¿Tiene un ejemplo de otra ciudad?",
        "Nuestra abogada lo duda: ¿qué le decimos?",
    ),
}

ANSWERS = {
    "en": (
        "Yes, you can: three counties near you did. I can send you their wording.",
        "In short: only with a judicial warrant. The long answer is two pages.",
        "Careful, your state preempts part of this. Let me explain which part.",
        "Happy to look at the draft before your committee does.",
    ),
    "es": (
        "Sí, pueden: tres condados cercanos lo hicieron. Le envío el texto.",
        "En resumen: solo con orden judicial. La respuesta larga son dos páginas.",
        "Cuidado: la ley estatal limita una parte. Le explico cuál.",
    ),
}

SHORT = {"en": "A line to that", "es": "Unas palabras más"}


class Words:
    """Sentences with a word in each that nobody else ever says."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._count = 0

    def token(self) -> str:
        """A word for what is said next."""
        self._count += 1
        return f"q{self._count:07d}q".translate(_LETTERS)

    def question(self, language: str, token: str) -> str:
        """What an official asks."""
        return f"{self._random.choice(QUESTIONS[language])} {token}"

    def following(self, language: str, token: str) -> str:
        """What they write when they were answered."""
        return f"{self._random.choice(FOLLOWING[language])} {token}"

    def answer(self, language: str, token: str) -> str:
        """What somebody answers."""
        return f"{self._random.choice(ANSWERS[language])} {token}"

    def short(self, language: str, token: str) -> str:
        """A line for a form."""
        return f"{SHORT[language]} {token}"


def name(number: int) -> str:
    """A family name that is nobody else's."""
    return f"Z{number:07d}z".translate(_LETTERS)
