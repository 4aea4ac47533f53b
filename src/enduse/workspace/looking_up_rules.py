"""Looking up a rule of the shelf: its own words, what it cites, and which editions of the law it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from enduse.knowledge.nodes import Node
from enduse.knowledge.shelf import list_knowledge, open_knowledge
from enduse.model.shown import Shown

FOLDERS = ("controls", "flags", "assessment", "catch_all", "codes", "lexicons", "licensing")
_NAMED_BY = ("entry", "gate", "flag", "pattern", "test", "fact", "use", "id")
_SAID_BY = ("says", "text", "name", "heading", "about")


def look_up_rule(id: str) -> Shown | None:
    """Show what `FILE` or `FILE#PART` of the shelf names; None where there is no such file or part.

    The words of a control paragraph that reads differently in several editions
    are given for each, with the editions and the place in the law beside them.
    """
    path, _, part = id.partition("#")
    name = _find_file(path)
    if name is None:
        return None
    root = open_knowledge(name)
    if not part:
        whole = [node for node in root.walk() if _is_text(node)]
        said = dict.fromkeys(node.text() for node in whole if _last_key(node) in ("says", "about", "heading"))
        plain = tuple((key, value.text()) for key, value in root.mapping().items() if _is_text(value))
        return Shown(kind="knowledge", id=id, title=name, words="\n".join(said), facts=plain)
    found = tuple(_find_parts(root, part))
    if not found:
        return None
    words = dict.fromkeys(line for node in found for line in _tell(root, node, part))
    facts = dict.fromkeys(fact for node in found for fact in _facts(root, node))
    return Shown(kind="knowledge", id=id, title=f"{name}, {part}", words="\n".join(words), facts=tuple(facts))


def _find_file(path: str) -> str | None:
    """Return the path of a file of the shelf; a folder above it and the ending may be left out."""
    for folder in ("", *(f"{folder}/" for folder in FOLDERS)):
        name = f"{folder}{path}"
        name = name if name.endswith(".yaml") else f"{name}.yaml"
        top = name.partition("/")[0]
        if top in FOLDERS and name in list_knowledge(top):
            return name
    return None


def _find_parts(root: Node, part: str) -> Iterator[Node]:
    """Yield the entries that bear a name, or the list of codes that holds it."""
    for node in root.walk():
        is_named = any(_is_text(node.get(key)) and node.get(key).text() == part for key in _NAMED_BY)
        holds_code = node.is_list and any(item.raw == part for item in node.items())
        if is_named or holds_code or _last_key(node) == part:
            yield node


def _tell(root: Node, node: Node, part: str) -> Iterator[str]:
    if node.is_list:
        yield f"HS {part}, tier {_last_key(node)}, from {root.get('from').text()}"
    elif _is_text(node):
        yield node.text()
    for key in _SAID_BY if node.is_mapping else ():
        if _is_text(node.get(key)):
            yield node.get(key).text()
    if node.is_mapping and not node.get("flag").is_absent:
        yield from _tell_guidance(node)


def _tell_guidance(flag: Node) -> Iterator[str]:
    from enduse.assessment.flags import tell_guidance

    for name in flag.get("sources").texts():
        yield tell_guidance(name)


def _facts(root: Node, node: Node) -> Iterator[tuple[str, str]]:
    """Yield where an entry stands: what its file cites, its own plain fields, the editions that read so."""
    for key in ("cites", "title", "encoded_on"):
        if _is_text(root.get(key)):
            yield key, root.get(key).text()
    for key, value in node.mapping().items() if node.is_mapping else ():
        if key in ("cases", "when", "test"):
            continue
        texts = [part.text() for part in value.items() if _is_text(part)] if value.is_list else []
        if _is_text(value) and key not in _SAID_BY:
            yield key.replace("_", " "), value.text()
        elif texts:
            yield key.replace("_", " "), "; ".join(texts)
    for period in root.get("periods").items() if root.get("periods").is_list else ():
        if node.path.startswith(f"texts.{period.get('text').text()}."):
            yield f"edition {period.get('edition').text()}", period.get("place").text()


def _is_text(node: Node) -> bool:
    return isinstance(node.raw, str)


def _last_key(node: Node) -> str:
    return node.path.rpartition(".")[2]
