"""Rendering: the templates arrange what was planned. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import jinja2
from jinja2.bccache import Bucket

from generator.languages import File, Language
from generator.packs import Pack
from generator.text import Code


class TemplateFault(Exception):
    """A template that cannot be rendered, or whose output is not what it promised."""

    def __init__(self, template: str, problem: str, line: int = 1) -> None:
        super().__init__(problem)
        self.template = template
        self.line = line


def render(files: Iterable[File], pack: Pack, language: Language) -> dict[str, str]:
    """The text of each file by its path, formatted.

    Each file is rendered a second time with neutral texts in the place of those of the
    specification. The two must have the same skeleton: then no text has left the
    literal or the documentation string that it was put in.

    Raises:
        TemplateFault: They differ, or a template is wrong.
    """
    real = _environment(pack, language.filters(neutral=False))
    neutral = _environment(pack, language.filters(neutral=True))
    return {
        file.path: _checked(
            _rendered(file, real), _rendered(file, neutral), file, language
        )
        for file in files
    }


def _checked(text: str, promised: str, file: File, language: Language) -> str:
    try:
        skeleton = language.skeleton(text)
        if skeleton != language.skeleton(promised):
            problem = f"in {file.path}, a text has left its literal"
            raise TemplateFault(file.template, problem)
        formatted = language.format(text)
        if skeleton != language.skeleton(formatted):
            problem = f"in {file.path}, formatting has changed the meaning"
            raise TemplateFault(file.template, problem)
    except SyntaxError as error:
        line = (error.text or "").strip()[:100]
        problem = (
            f"{file.path} is not valid: {error.msg} in line {error.lineno}: {line}"
        )
        raise TemplateFault(file.template, problem) from None
    return formatted


def _rendered(file: File, environment: jinja2.Environment) -> str:
    try:
        return environment.get_template(file.template).render(file.view)
    except jinja2.TemplateSyntaxError as error:
        name = error.name or file.template
        raise TemplateFault(name, error.message or "", error.lineno) from None
    except (jinja2.TemplateError, TypeError) as error:
        problem = f"cannot be rendered for {file.path}: {error}"
        raise TemplateFault(file.template, problem) from error


class _Environment(jinja2.Environment):
    @staticmethod
    def concat(parts: Iterable[str], /) -> Code:
        """What is joined was printed, hence `super()` and macros give code as well."""
        return Code("".join(parts))


class _Compiled(jinja2.BytecodeCache):
    """Templates that were compiled already: both environments of a run use the same.

    It compares texts, so a template that was changed is compiled anew. What filters make of
    constants is settled while compiling: those are the template's, not a specification's.
    """

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        known = self._known.get(bucket.key)
        if known is not None:
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def _environment(
    pack: Pack, filters: Mapping[str, Callable[..., Any]]
) -> jinja2.Environment:
    environment = _Environment(
        loader=jinja2.FileSystemLoader(pack.folder),
        bytecode_cache=_COMPILED,
        undefined=jinja2.StrictUndefined,
        finalize=_only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters.update(filters)
    return environment


def _only_code(value: Any) -> str:
    """Refuse to print anything that no filter or plan has made code."""
    if not isinstance(value, Code):
        raise TypeError(f"a template prints {type(value).__name__}, which is no code")
    return value
