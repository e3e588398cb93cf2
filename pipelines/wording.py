"""Words, texts and numbers of the data for the terminal, in Chinese or English as the pages tell them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dashboards import numbers
from dashboards.signatures import Obstacle
from dashboards.signing import Role, SignOff
from dashboards.words import words
from pipelines.language import Speech, say
from sources import Form, load_forms
from sources.text import plain
from warehouse import Due, declarations

Row = Mapping[str, Any]
GAP = "百分点"


def text(chinese: str | None) -> str:
    """A text of the data as it was written, or its English as far as the catalogue of the pages knows it."""
    if Speech.language == "zh" or not chinese:
        return chinese or ""
    from dashboards.english.telling import told  # only who reads English waits for the catalogue

    return told(chinese)


def verdict(identifier: str) -> str:
    """`fail` → ✕ 不达标 / ✕ Not met."""
    sign = words().verdicts[identifier]
    return f"{sign.icon} {text(sign.word)}"


def flag(identifier: str) -> str:
    """`marginal` → 临界 / Marginal."""
    return text(words().flags[identifier].word)


def level(identifier: str) -> str:
    """`junior` → 初中 / Junior secondary."""
    return text(words().levels[identifier])


def state(identifier: str) -> str:
    """`stopped` → 未采用 / Not used."""
    return text(words().states[identifier])


def release(identifier: str) -> str:
    """`bulletin` → 公告 / Bulletin."""
    return text(words().releases[identifier]) if identifier else ""


def part(identifier: str) -> str:
    """`previous` → 上年 / Year before."""
    return text(words().parts[identifier])


def field(name: str) -> str:
    """A measure or indicator by its id or any of its names."""
    known = declarations()
    named = known.names.get(plain(name))
    if named is None:
        return name
    told = known.measures.get(named.id) or known.indicators[named.id]
    return told.name if Speech.language == "zh" else told.name_en


def role(name: str) -> str:
    """`@region` → 地区 / region."""
    return say(f"role.{name[1:]}")


def reason(identifier: str) -> str:
    """Why a row is left aside."""
    return say(f"aside.{identifier}")


def form_titles() -> dict[str, str]:
    """Form id → title."""
    return {form.id: _titled(form) for form in load_forms().values()}


def table_title(form: str, table: str) -> str:
    """Title of a form and of one of its tables; English has only the form's."""
    declared = load_forms()[form]
    return _titled(declared) if Speech.language == "en" else f"{declared.title} · {declared.tables[table].title}"


def _titled(form: Form) -> str:
    return form.title if Speech.language == "zh" else form.title_en


def severity(identifier: str) -> str:
    """`hard` → 逻辑校验（须更正） / hard (must be corrected)."""
    return say(f"severity.{identifier}")


def signer_role(identifier: str) -> str:
    """`head` → 负责人 / head."""
    return text(words().roles[identifier])


def obstacle(found: Obstacle) -> str:
    """What stands against a signature, in one sentence."""
    named: dict[str, Callable[[Any], str]] = {
        "role": signer_role,
        "awaited": signer_role,
        "severity": severity,
        "message": text,
        "signed": lambda names: say("list").join(names) or numbers.ABSENT,
    }
    told = {name: named.get(name, str)(value) for name, value in found.values.items()}
    return say(f"sign.{found.kind}", **told)


def standing(role: Role) -> str:
    """What became of a role's signature."""
    told = text(words().signing[role.state])
    parts = say("list").join(text(words().signed_parts[each]) for each in role.changed)
    return f"{told}{say('status.changed', parts=parts) if parts else ''}{f' {role.reason}' if role.reason else ''}"


def sign_off(told: SignOff) -> str:
    """The sign-off in a line."""
    return text(told.sentence)


def amount(number: str, chinese: str) -> str:
    """A number with its unit: 6,690.00 万元 / 6,690.00 × 10,000 yuan."""
    told = text(chinese)
    return f"{number} × {told}" if told[:1].isdigit() else f"{number} {told}"


def indicator(row: Row) -> str:
    """Name of an indicator."""
    return str(row["name"] if Speech.language == "zh" else row["name_en"])


def counted(counts: Mapping[str, int], named: Callable[[str], str]) -> str:
    """`{fail: 6, pass: 10}` → 不达标 6 · 达标 10."""
    return " · ".join(say("summary.each", word=named(each), n=n) for each, n in counts.items()) or say("summary.none")


def value(row: Row) -> str:
    """A value with its unit, as the pages print it; English keeps the plain number of the stored unit."""
    if Speech.language == "zh":
        return numbers.value(row["value"], row["unit"], row["decimals"])
    return amount(numbers.plain(row["value"], row["decimals"]), row["unit"])


def growth(row: Row) -> str:
    """A change with its sign, in % or 百分点."""
    if row["growth"] is None:
        return numbers.ABSENT
    return f"{numbers.signed(row['growth'])} {text(GAP if row['change'] == 'points' else '%')}"


def family(row: Row) -> str:
    """The family a verdict belongs to."""
    return str(row["family"] if Speech.language == "zh" else row["family_en"])


def missed(row: Row) -> str:
    """The conditions a school misses: each with its figure and the norm."""
    told = (
        f"{text(each['indicator'])} {numbers.plain(each['value'])}/{numbers.plain(each['norm'])}"
        for each in row["missed"]
    )
    return several(told)


def summary(row: Row) -> str:
    """What a family of duties comes to: ◐ 有条件达标：缺 教师年平均工资；持平 生均公用经费增长."""
    sign = words().summaries[row["summary"]]
    why = (
        say("list").join(map(text, row["failing"]))
        if row["summary"] == "fail"
        else several(map(text, row["conditions"]))
    )
    stated = say("show.stated", n=row["stated"]) if row["stated"] else ""
    told = several(filter(None, (why, stated)))
    return f"{sign.icon} {text(sign.word)}" + (f"{say('colon')}{told}" if told else "")


def several(texts: Iterable[str]) -> str:
    """Texts one after the other."""
    return say("semicolon").join(texts)


def shortfall(row: Row) -> str:
    """What would have passed: an amount of money, else so many of what is lacking; empty where nothing is short."""
    if row["shortfall"]:
        return amount(numbers.plain(row["shortfall"]), "万元")
    return amount(numbers.plain(row["lacking"]), row["lacking_unit"]) if row["lacking"] else ""


def sentence(row: Row) -> str:
    """One verdict in a line: sign, word, flags, test, level, gap."""
    title = row["title"] if Speech.language == "zh" else row["title_en"]
    flags = "".join(f" [{flag(each)}]" for each in row["flags"] or ())
    told = f"{verdict(row['verdict'])}{flags}  {row['test']} {title} · {level(row['level'])}"
    if row["gap"] is None:
        return told
    gap = numbers.signed(row["gap"], numbers.digits(row["gap"]))
    word = say("show.growth" if row["gap_unit"] == "%" else "show.gap")
    return f"{told} · {word} {gap} {text(row['gap_unit'])}".rstrip()


def cell(named: Row, side: Row, found: Row) -> str:
    """What one source cell says of an indicator and where it stands."""
    printed = found["printed"] or (numbers.ABSENT if found["value"] is None else f"{found['value']}{found['unit']}")
    label = text(found["label"])
    told = f"{indicator(named)} {side['year']} · {label} {printed}"
    return f"{told}  {address(found['file'], found['sheet'], found['cell'])}"


def address(file: str | None, sheet: str | None, cell_: str | None) -> str:
    """file › sheet › cell, as far as known."""
    return " › ".join(part for part in (file, sheet, cell_) if part) or numbers.ABSENT


def computing(due: Due) -> str:
    """What the computation is about: everything, or only what depends on what came in."""
    if due.nothing:
        return say("run.computing_nothing")
    if due.regions is None:
        return say("run.computing")
    if due.years is None:
        return say("run.computing_regions", n=len(due.regions))
    return say("run.computing_part", years=_years(due.years), n=len(due.regions))


def _years(years: Sequence[int]) -> str:
    return f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
