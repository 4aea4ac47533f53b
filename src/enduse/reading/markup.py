"""HTML to the text that a reader sees: no script, no style, table cells apart, blocks on lines of their own."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser


def looks_like_html(text: str) -> bool:
    """Tell whether a text is a page of HTML rather than text about it."""
    head = text[:2048].lstrip("\ufeff \t\r\n").lower()
    if head.startswith("<?xml"):
        head = head.partition("?>")[2].lstrip()
    while head.startswith("<!--"):
        head = head.partition("-->")[2].lstrip()
    return head.startswith(("<!doctype html", "<html", "<head", "<body")) or (head[:1] == "<" and "<body" in head)


def strip_html(text: str) -> str:
    """Return the text between the tags.

    Cost: linear, also where nothing that was opened is ever closed: comments are taken out beforehand, and what
    follows the last ">" holds no tag.
    """
    parser = _TextOfHtml()
    text = _without_comments(text)
    cut = text.rfind(">") + 1
    parser.feed(text[:cut])
    parser.close()
    parser.handle_data(unescape(text[cut:]))
    return "".join(parser.parts)


def _without_comments(text: str) -> str:
    """Return the text without its comments; one that is never closed hides nothing."""
    parts: list[str] = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0:
        parts.append(text[at:begin])
        end = text.find("-->", begin + 2)
        if end < 0:
            return "".join(parts) + text[begin:].replace("<!--", "")
        at = end + 3
    return "".join(parts) + text[at:]


class _TextOfHtml(HTMLParser):
    """Collects the text between tags; block tags break lines, scripts and styles are left out."""

    _BLOCK = frozenset(
        {
            "p",
            "div",
            "br",
            "li",
            "tr",
            "table",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "pre",
            "section",
            "hr",
            "article",
            "header",
            "footer",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "blockquote",
            "title",
            "caption",
            "address",
            "center",
        }
    )
    _CELL = frozenset({"td", "th"})
    _HIDDEN = frozenset({"script", "style", "template", "noscript", "object", "svg", "math", "select"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def parse_html_declaration(self, i: int) -> int:
        """Pass over a section such as "<![if ...]>" up to its ">", whatever is in it: it shows nothing."""
        if self.rawdata[i : i + 3] == "<![":
            return self.parse_bogus_comment(i, report=False)
        return super().parse_html_declaration(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        if tag in self._HIDDEN:
            self._hidden += 1
        if tag in self._BLOCK:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag in self._BLOCK:
            self.parts.append("\n")
        elif tag in self._CELL:
            self.parts.append("\t")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
