"""Drop the head and foot of a saved web page, whose wording no list of rules foresees.

Only a text in which a named rule has already found a site's own words is taken for a web page; an office's own
file is never touched. In a page, what stands above the title, between title and body, and below the end of the
body is dropped line by line unless it is the kind of line that official papers have there.
"""

from __future__ import annotations

import re

from corpus import marks
from corpus.layout import COUNTS_A_PAPER, is_numbered
from corpus.schema import Removal
from corpus.titles import genre_of, looks_like_title, tidy_title

# Rules whose finding shows that a text was saved from a site, not only printed or pasted.
WEB_RULES = frozenset(
    ["当前位置", "面包屑", "页面按钮", "网页信息栏", "网页单项信息", "站点导航", "网站用语", "文库信息", "文库提示", "版权备案", "链接", "上下篇",
     "站名", "广告", "相关文章", "温馨提示", "网页标题", "网站标语"]
)  # fmt: skip
HEAD_LINES = 25
LONGEST_SITE_ITEM = 24
_SURELY_SITE = re.compile(
    r"会员|网友|下载|收藏|购物车|付费|浏览|热度|点赞|围观|已读|试读|预览|热搜|频道|文库|范文|文章ID|投稿|供稿|点此|纠错|务必保留|侵权|ICP|B2-\d|"
    r"公网安备|大小[:：]\s*[\d.]+\s*[KMkm][Bb]|APP|扫一扫|https?:|www\.|\.(?:com|cn|net)\b|站长|字号|积分|楼主|回帖|论坛|快照|书友|仿写|小程序|订阅RSS|猜[你您]|为您推荐|也许想看|也想看|文本预览|返回.{0,4}顶部"
)
_OFFICIAL = re.compile(
    r"文件$|[〔\[（(]\s*(?:\d{4}|[XxＸ]{2,4})\s*[〕\]）)]\s*第?\s*\d+\s*号|^(?:绝密|机密|秘密|特急|加急|平急)|^[（(]?(?:总?第\s*\d+\s*期|\d{4}年第\d+期)|"
    r"(?:编发单位|编印|主办单位|签发|印发|抄送|抄报|主送|报送?|送|发)\s*[:：]|^附件?\s*\d*\s*[:：]?|^[（(]\s*(?:\d{4}年|联系人|此件|试行|草案|公开)|"
    r"^——|(?:政府|办公室|办公厅|委员会|领导小组|指挥部|局|厅|部|委|府|院|校|中心|公司|协会|学校|小学|中学|医院)$|"
    r"^(?:二[〇○零Ｏ0]|\d{4})[\d〇○零一二三四五六七八九]*\s*年\s*[\d一二三四五六七八九十]+\s*月(?:\s*[\d一二三四五六七八九十]+\s*日)?[）)]?$|"
    r"[:：]$|^[（(][^（）()]{2,30}[）)]$|^(?:特此|此[致复呈]|妥否|以上)|^\||^[〔【]?待|有效期|联系(?:人|电话)\s*[:：]"
)
_SITE_WORDS = re.compile(
    r"[★☆┊|｜↑→·¥￥©]|大小[:：]|页数[:：]|https?:|www\.|@|\*{3,}|\.(?:com|cn|net|org)|\d{1,2}:\d{2}|微信|公众号|会员|网友|用户|下载|上传|收藏|购物车|付费|"
    r"阅读|浏览|热度|点赞|围观|已读|评论|打赏|人气|试读|预览|热搜|搜一搜|频道|栏目|推荐|热门|榜单|同类|更多|也想看|猜你|为您|想看|首页|网站|本站|文库|范文|"
    r"公文(?:网|铺|铺子)|文章ID|贡献者|积分|类型\s|编号\s|楼主|回帖|论坛|帖子|沙发|电梯直达|快照|导出|存档|图解|朗读|二维码|无障碍|关键字|评级|刊发|订阅|繁體|书友|仿写|小程序|意见箱|供稿|投稿|来源|编辑|作者|发布|发表|更新|录入|采集|分类|标签|关键词|字号|视力|返回|顶部|版权|侵权|转载|纠错|客服|投诉|"
    r"举报热线|商务合作|站长|备案|公网安备|ICP|B2-|协议|代写|正文完|APP|扫一扫|\.(?:docx?|pptx?|pdf|xlsx?)$|[①-⑩].{4,}[②-⑩]|导语[:：]以下|镜像"
)
_OF_THE_SITE = re.compile(r"会员|网友|本站|本网|下载|版权|侵权|免责|转载|站长|用户上传")
_BULLET = re.compile(r"^[○◇◆●•·▪►»>※☆★\-–—]\s*\S")
# Of so many characters, a title; a site's own line sets its parts apart, or begins as its lists do.
LONG_TITLE = 14
_SET_APART = re.compile(r"[|｜>→：:↑·]|\d{4}-\d|\s-\s|^(?:更多|热门|相关|推荐|最新|精品|猜你)")
# 「“积分+屋场会”激活乡村治理」 and 「……名词解释(收藏版)」 are titles.
_QUOTED, _EDITION = re.compile(r"“[^”]{2,16}”"), re.compile(r"[（(](?:收藏|下载|完整|精品)版[）)]$")
_BODY_END = re.compile(r"[。！？”）)；]$")


def is_web_page(text: str, removed: list[Removal]) -> bool:
    """Tell whether a text was saved from a site: a rule found the site's words, or its edges are full of them."""
    lines = [_plain(line) for line in text.split("\n") if _plain(line)]
    edges = lines[:8] + lines[8:][-10:]
    surely = sum(bool(_SURELY_SITE.search(line)) for line in edges if len(line) <= 80)
    return any(removal.rule in WEB_RULES for removal in removed) or surely >= 2


def drop_page_frame(text: str) -> tuple[str, list[Removal]]:
    """Drop head and foot of a text that was saved from a site."""
    lines = text.split("\n")
    foot, removed_foot = _drop_foot(lines)
    head, removed_head = _drop_head(foot)
    return "\n".join(head), removed_head + removed_foot


def _plain(line: str) -> str:
    return marks.unmarked(line).strip()


def _drop_head(lines: list[str]) -> tuple[list[str], list[Removal]]:
    filled = [number for number, line in enumerate(lines) if _plain(line)][:HEAD_LINES]
    body = next((n for n in filled if _begins_body(_plain(lines[n]))), filled[-1] if filled else 0)
    head = [number for number in filled if number < body]
    titles = [n for n in head if _is_a_title(_plain(lines[n]))]
    title = titles[-1] if titles else None
    removed: list[Removal] = []
    for number in head:
        line = _plain(lines[number])
        if number in titles or COUNTS_A_PAPER.match(line) or (_OFFICIAL.search(line) and not _SURELY_SITE.search(line)):
            continue
        if line.startswith("——") and genre_of(line.lstrip("—")):
            # 「——某校长在全县校长论坛上的经验交流材料」
            continue
        above = title is not None and number < title and number < filled[0] + 6
        following = filled[filled.index(number) + 1]
        if _plain(lines[following]).startswith("——") and not _SURELY_SITE.search(line):
            continue
        # 「★太湖县：灌区改造解了渴」 is listed, and told again as a heading.
        if _SITE_WORDS.search(_without_its_names(line.lstrip("★☆"))) or (
            above and len(line) <= 12 and not is_numbered(line)
        ):
            removed.append(Removal("网页页眉", line))
            lines[number] = marks.PAGE * lines[number].count(marks.PAGE)
    return lines, removed


def _is_a_title(line: str) -> bool:
    """Tell whether a line is a paper's title: of a genre, and without a site's words, unless it is long and nothing is set apart in it.

    「某区关于老旧小区改造和城市更新工作的自查报告」
    """
    said = _without_its_names(line)
    if not looks_like_title(line) or not genre_of(tidy_title(line)):
        return False
    long = len(said) >= LONG_TITLE and not _SURELY_SITE.search(said) and not _SET_APART.search(said)
    return long or not _SITE_WORDS.search(said)


def _without_its_names(line: str) -> str:
    """Return a line without what it sets in quotation marks, and without the edition of a title."""
    return _EDITION.sub("", _QUOTED.sub("“”", line))


def _begins_body(line: str) -> bool:
    long_sentence = len(line) >= 40 and "。" in line and not _SITE_WORDS.search(line[:40])
    return (is_numbered(line) and len(line) >= 4 and not _SITE_WORDS.search(line)) or long_sentence


def _is_of_the_site(line: str) -> bool:
    """Tell whether a long line is a site's own; sentences that speak of 积分 and 评论, or of 会员 again and again, are none."""
    words = len(set(_SITE_WORDS.findall(line)))
    return words >= 3 and (line.count("。") < 2 or len(set(_SURELY_SITE.findall(line))) >= 3)


def _drop_foot(lines: list[str]) -> tuple[list[str], list[Removal]]:
    removed: list[Removal] = []
    pending: list[int] = []
    for number in range(len(lines) - 1, -1, -1):
        line = _plain(lines[number])
        if not line:
            continue
        if re.match(r"\|.*\|$", line) and not _SITE_WORDS.search(line.replace("|", "")):
            # A row of a table belongs to the text, and the line that sets its cells apart is no site's.
            break
        own = is_numbered(line) and line.endswith(("。", "；")) and len(line) > LONGEST_SITE_ITEM
        if own and not _OF_THE_SITE.search(line):
            # 「（六）缴费渠道。可通过微信公众号、APP……」 is the paper's own last point.
            break
        site = bool(_SITE_WORDS.search(line))
        if site and (len(line) <= 60 or _is_of_the_site(line)):
            pending.append(number)
            removed += [Removal("网页页脚", _plain(lines[n])) for n in reversed(pending)]
            for n in pending:
                lines[n] = marks.PAGE * lines[n].count(marks.PAGE)
            pending = []
            continue
        ends = len(line) > 60 or _BODY_END.search(line) or _OFFICIAL.search(line) or is_numbered(line)
        if (ends and not _BULLET.match(line)) or len(pending) >= 8:
            break
        # A short line is dropped only if a site's words stand above it: a list of other papers' titles.
        pending.append(number)
    return lines, removed
