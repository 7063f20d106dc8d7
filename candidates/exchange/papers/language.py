"""What a template may say: declared values, a few filters, conditions, loops over declared lists. Nothing else.

Templates come from people. Jinja's sandbox stands behind this page; here everything that is not on the list is refused
before it is compiled, so that a loop is never longer than the lists it was given.
"""

from difflib import get_close_matches

from django.utils.translation import gettext as _
from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment

from membership.base.speech import quote

DEEPEST = 2  # loops within loops
MOST_TAGS = 600
LONGEST_TAG = 200
LOOP = {"index": None, "first": None, "last": None, "length": None}
_STATEMENTS = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If)
_EXPRESSIONS = (nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter, nodes.Compare, nodes.Operand, nodes.Not)
_EXPRESSIONS += (nodes.And, nodes.Or, nodes.CondExpr)


def dots(value: str, length: int = 20) -> str:
    """The value, or a dotted line for what is written by hand."""
    return value or "." * max(3, min(int(length), 200))


def number_line(value: str, symbol: str = "") -> str:
    """The number of a paper, or room for it before its symbol."""
    return value or f".......-{symbol}"


def day_line(value: str) -> str:
    return value or "ngày ..... tháng ..... năm ........"


def capitals(value: str) -> str:
    return value.upper()


FILTERS = {"cham": dots, "so": number_line, "ngay": day_line, "hoa": capitals}


class TagError(Exception):
    """A tag that is not of the language; the text is a sentence."""


class PaperEnvironment(SandboxedEnvironment):
    """Jinja with nothing at hand but plain values."""

    def __init__(self):
        super().__init__(autoescape=True, undefined=StrictUndefined, cache_size=0)
        self.globals.clear()
        self.filters = dict(FILTERS)
        self.tests = {}

    def getattr(self, obj, attribute):
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        raise SecurityError(attribute)

    def getitem(self, obj, argument):
        raise SecurityError(str(argument))

    def call(self, *args, **kwargs):
        raise SecurityError("call")


ENVIRONMENT = PaperEnvironment()


def walls(source: str) -> None:
    """The last look at a whole template before it is compiled: only what the language knows, however it was written."""
    for node in ENVIRONMENT.parse(source).find_all(nodes.Node):
        if isinstance(node, nodes.For) and (node.recursive or node.test or node.else_):
            raise TagError(_("Vòng lặp chỉ viết dạng {% for x in danh_sach %}."))
        if not isinstance(node, _STATEMENTS + _EXPRESSIONS):
            raise TagError(_("Mẫu chứa lệnh %(name)s không được dùng.") % {"name": quote(type(node).__name__)})


def shape_of(expression: str, scope: dict):
    """What an expression gives within a scope (None a text, a dict a group, a list rows). Raises TagError."""
    try:
        template = ENVIRONMENT.parse("{{ " + expression + " }}")
    except TemplateSyntaxError:
        raise TagError(_("không đọc được")) from None
    output = template.body
    if len(output) != 1 or not isinstance(output[0], nodes.Output) or len(output[0].nodes) != 1:
        raise TagError(_("không đọc được"))
    return _shape(output[0].nodes[0], scope)


def _shape(node, scope: dict):
    if isinstance(node, nodes.Const):
        return None
    if isinstance(node, nodes.Name):
        if node.name not in scope:
            raise TagError(_unknown(node.name, scope))
        return scope[node.name]
    if isinstance(node, nodes.Getattr):
        return _inside(node, scope)
    if isinstance(node, nodes.Filter):
        return _filtered(node, scope)
    if isinstance(node, nodes.Not):
        _shape(node.node, scope)
        return None
    if isinstance(node, nodes.And | nodes.Or):
        _shape(node.left, scope)
        _shape(node.right, scope)
        return None
    if isinstance(node, nodes.Compare) and all(operand.op in ("eq", "ne") for operand in node.ops):
        for each in (node.expr, *(operand.expr for operand in node.ops)):
            _shape(each, scope)
        return None
    if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        _shape(node.test, scope)
        for each in (node.expr1, node.expr2):
            if _shape(each, scope) is not None:
                raise TagError(_("chỉ chọn giữa hai giá trị đơn"))
        return None
    raise TagError(
        _("chỉ được dùng tên giá trị, điều kiện và các bộ lọc %(filters)s") % {"filters": ", ".join(FILTERS)}
    )


def _inside(node: nodes.Getattr, scope: dict):
    outer = _shape(node.node, scope)
    if isinstance(outer, dict) and node.attr in outer:
        return outer[node.attr]
    if isinstance(outer, list):
        raise TagError(_("đây là một danh sách; phải lặp bằng {% for %} rồi mới lấy từng giá trị"))
    raise TagError(_unknown(node.attr, outer or {}))


def _filtered(node: nodes.Filter, scope: dict):
    if node.name not in FILTERS:
        near = get_close_matches(node.name, FILTERS, 1)
        raise TagError(
            _("không có bộ lọc %(name)s") % {"name": quote(node.name)}
            + (_("; có lẽ là %(near)s") % {"near": quote(near[0])} if near else "")
        )
    wanted = {"cham": int, "so": str}.get(node.name)
    plain = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
    if node.kwargs or node.dyn_args or node.dyn_kwargs or len(plain) != len(node.args) or len(plain) > bool(wanted):
        raise TagError(_("bộ lọc %(name)s được viết sai") % {"name": quote(node.name)})
    if plain and not (isinstance(plain[0], wanted) and len(str(plain[0])) <= 20):
        raise TagError(_("bộ lọc %(name)s được viết sai") % {"name": quote(node.name)})
    if node.node is None or _shape(node.node, scope) is not None:
        raise TagError(_("bộ lọc %(name)s chỉ dùng cho một giá trị đơn") % {"name": quote(node.name)})


def _unknown(name: str, known: dict) -> str:
    near = get_close_matches(name, known, 2, 0.6)
    if near:
        return _("không có giá trị %(name)s; có lẽ là %(near)s") % {
            "name": quote(name),
            "near": _(" hoặc ").join(quote(each) for each in near),
        }
    return _("không có giá trị %(name)s; xem danh sách giá trị trong hướng dẫn mẫu giấy tờ") % {"name": quote(name)}
