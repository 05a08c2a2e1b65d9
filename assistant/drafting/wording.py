"""Set a source's sentence as it stands in a draft: no list mark, full-width punctuation, whose and when made plain.

Only form is touched: punctuation, dashes, the name of a unit, how the place calls itself, a year put before 全年. The
figures stay, and the citation holds the source's own characters.
"""

from __future__ import annotations

import re

_HALF = str.maketrans({",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"})
_NUMERALS = "一二三四五六七八九十"
BLANK = re.compile(r"〔待补充：([^〕]*)〕")
_UNITS = {"平米": "平方米", "㎡": "平方米", "m2": "平方米", "千克": "公斤"}
_UNIT = re.compile(r"(?<=[\d万亿余多千百])(?:" + "|".join(map(re.escape, _UNITS)) + r")(?![\u4e00-\u9fff]?方米)")
_REPORTING = re.compile(
    r"[，,；;]?\s*(?:现|下面|现在)?(?:就|将|把)[^，。；]{0,30}(?:汇报|报告|总结|通报|介绍|介绍于)如下[。：:]?$"
)
# An author's name that lost its line: 「关国庆近年来，……」. The hundred commonest surnames cover 85% of people.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金"
    "韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常关"
)
_AUTHOR = re.compile(rf"^[{_SURNAMES}](?:[\u4e00-\u9fff](?<![省市县区旗州局校镇乡])){{1,2}}(?=(?:近|多|几)年来)")
# Of which year these are, only the date of the source says.
RELATIVE = re.compile(
    r"今明两年|(?<![如至迄于])(?:今年|本年度?|去年|上年|明年)|近[一二两三四五六七八九十\d]{1,2}年(?:来|内|间)?|(?<=^)全年"
)
_SHIFT = {"今年": 0, "本年": 0, "本年度": 0, "全年": 0, "去年": -1, "上年": -1, "明年": 1}


def numeral(number: int) -> str:
    """Return a number up to 99 in Chinese."""
    tens, units = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens - 1] + "十") + (
        _NUMERALS[units - 1] if units else ""
    )


def tidy_punctuation(text: str) -> str:
    """Return a text with full-width punctuation where it is Chinese prose; figures such as 1,250 and 8:1 stay."""
    tidy = "".join(
        character.translate(_HALF) if character in ",;:?!()" and not _in_latin(text, position) else character
        for position, character in enumerate(text)
    )
    tidy = re.sub(r"(?<=[\u4e00-\u9fff，。；：、！？”》）]) +(?=[\u4e00-\u9fff“《（\d])", "", tidy)
    tidy = re.sub(r"(?<=[\u4e00-\u9fff\d])\.$", "。", tidy)
    return re.sub(r"，(?=[，。；])|。(?=。)", "", tidy)


def _in_latin(text: str, position: int) -> bool:
    before, after = text[position - 1 : position], text[position + 1 : position + 2]
    if not (before.isascii() and after.isascii()):
        return False
    return (before.isdigit() and after.isdigit()) or (before.isalpha() and (after.isalpha() or after in " /"))


def blank_out(text: str) -> str:
    """Return a text with a visible blank where the source blotted a year or a name out."""
    text = re.sub(r"[XxＸ]{4}\s*[?？\-—–~]+\s*(?=\d{4}年)", "〔待补充：年份〕—", text)
    text = re.sub(r"[\[〔［][XxＸ]{2,4}[\]〕］](?=\d+号)", "〔待补充：年份〕", text)
    text = re.sub(r"(?<![A-Za-z])[XxＸ]{2}(?=大(?!学)|届)", "〔待补充：届次〕", text)
    text = re.sub(r"20[XxＸ]{2}(?=年)|(?<![A-Za-z])[XxＸ]{2,4}(?=年)", "〔待补充：年份〕", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff])[*＊]{1,4}(?=[\u4e00-\u9fff])", "〔待补充：材料隐去的内容〕", text)
    return re.sub(r"(?<![A-Za-z])[XxＸ]{2,4}(?![A-Za-z])", "〔待补充：材料隐去的内容〕", text)


def uniform(text: str) -> str:
    """Return a text with one form of units, dates, periods and ratios."""
    text = _UNIT.sub(lambda match: _UNITS[match[0]], text)
    text = re.sub(r"((?:19|20)\d{2})\s*年?\s*(?:-+|–|~|～|－)\s*((?:19|20)\d{2})(?=\s*年)", r"\1—\2", text)
    text = re.sub(
        r"(?<!\d)((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)",
        lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日",
        text,
    )
    text = re.sub(r"(?<=年)0(?=\d月)|(?<=月)0(?=\d日)", "", text)
    text = re.sub(r"(?<=\d)-{1,2}(?=\d{1,6}(?:\.\d+)?[\u4e00-\u9fff%])", "—", text)
    return text.replace("％", "%").replace("﹪", "%")


def in_voice(text: str, place: str, voice: str) -> str:
    """Return a text in which the place calls itself as the genre does; other levels (我省, 我国) stay.

    「该县」 becomes 「我县」 in a report of the county's own, 「我县」 its name where the genre speaks in the third person.
    """
    level = place[-1:]
    if level not in "省市县区旗州" or not level:
        return text
    if voice == "我":
        return re.sub(rf"该{level}(?![级域])", f"我{level}", text)
    if voice == "地名":
        return re.sub(rf"(?:我|该){level}(?![级域])", place, text)
    return text


def dated(text: str, year: str) -> str:
    """Return a text whose 今年, 去年 and 全年 name their year; without a known year, a blank stands behind them."""

    def name(match: re.Match[str]) -> str:
        word = match[0]
        if word in _SHIFT and year:
            named = f"{int(year) + _SHIFT[word]}年"
            return named + "全年" if word == "全年" else named
        if word in ("上年", "明年") or (year and word not in _SHIFT):
            return word
        return f"{word}（〔待补充：年份〕）" if word in _SHIFT or "两年" in word else f"{word}（〔待补充：起止年份〕）"

    return RELATIVE.sub(name, text, count=1)


def as_sentence(text: str, place: str = "", voice: str = "") -> str:
    """Return a source's sentence as it stands in a draft, with a full stop."""
    body = text.strip()
    body = _REPORTING.sub("", _AUTHOR.sub("", body))
    body = in_voice(uniform(blank_out(tidy_punctuation(body))), place, voice)
    body = re.sub(r"^(第[一二三四五六七八九十百零\d]+条)\s*(?=[\u4e00-\u9fff])", r"\1规定，", body)
    body = re.sub(r"[；;，,、]+$", "", body)
    if not body:
        return ""
    return body if body[-1] in "。！？：" or re.search(r"[。！？]”$", body) else body + "。"


def titled(title: str) -> str:
    """Return a title in 《》, titles inside it in 〈〉."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def as_heading(text: str, place: str = "", voice: str = "") -> str:
    """Return a source's heading as it stands in a draft, without final punctuation."""
    return in_voice(uniform(blank_out(tidy_punctuation(text))), place, voice).rstrip("。；：，、")
