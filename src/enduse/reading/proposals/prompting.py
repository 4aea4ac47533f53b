"""What is sent to a model for one section: an instruction, the passage as data, and the form of the answer."""

from __future__ import annotations

import json
from functools import cache

from enduse.reading.proposals.sections import Section
from enduse.reading.proposals.wording import proposal_words

SEED = 20_261
MAX_TOKENS = 4_096

_Json = dict[str, object]


def make_request(section: Section, *, model: str) -> _Json:
    """Return the body of a chat completion for one section.

    The passage goes as a JSON string in a message of its own, so that nothing in it can end that message, and the
    model is given no tool. Temperature 0 and a fixed seed: as far as the server holds to them, the same passage
    gets the same answer.
    """
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": _instruction()},
            {"role": "user", "content": json.dumps({"passage": section.text}, ensure_ascii=False)},
        ],
        "temperature": 0,
        "seed": SEED,
        "max_tokens": MAX_TOKENS,
        "stream": False,
        "response_format": {
            "type": "json_schema", "json_schema": {"name": "claims", "strict": True, "schema": answer_schema()},
        },
    }


@cache
def _instruction() -> str:
    words = proposal_words()
    fields = "\n".join(f"- {name}: {said}" for name, said in words.fields.items())
    kinds = "\n".join(f"- {kind.claim} (of a {kind.about}): {kind.says}" for kind in words.kinds.values())
    form = json.dumps({"facts": [{name: False if name == "denied" else "" for name in words.fields}]})
    return f"{words.instruction}\n\nForm of the answer: {form}\n\nFields:\n{fields}\n\nKinds of claim:\n{kinds}"


def answer_schema() -> _Json:
    """Return the JSON schema of an answer: a flat list of claims, each with its quote."""
    words = proposal_words()
    properties: _Json = {
        name: {"type": "boolean" if name == "denied" else "string", "description": said}
        for name, said in words.fields.items()
    }
    properties["claim"] = {"type": "string", "enum": list(words.kinds)}
    fact: _Json = {
        "type": "object", "properties": properties, "required": list(words.fields), "additionalProperties": False,
    }
    return {
        "type": "object", "properties": {"facts": {"type": "array", "items": fact}}, "required": ["facts"],
        "additionalProperties": False,
    }
