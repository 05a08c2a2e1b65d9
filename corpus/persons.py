"""Find the names of persons: what jieba takes for one, and what stands with a surname behind a post."""

from __future__ import annotations

import re

from corpus.tokenizer import is_word, tagged_as_persons

# The commoner ones, 单姓 only.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙"
    "史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝骆路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_POSTS = (
    r"书记|主任|局长|县长|区长|市长|镇长|乡长|科长|股长|处长|所长|站长|校长|园长|院长|组长|队长|会长|主席|部长|总督学|督学|专员|经理|董事长|委员|秘书长|联络员|负责人|联系人|老师|教师|支书|"
    r"组织员|技术员|护理员|医生|院士|教授|技术支持"
)
_BEHIND_A_POST = re.compile(
    rf"(?:{_POSTS})[：:]?(?P<name>[{SURNAMES}](?:[\u4e00-\u9fff]|[\u4e00-\u9fff]{{2}}))"
    r"(?=[，。、；：:,;（(\s]|$|同志|兼|担?任|带头|带领|带队|牵头|负责|主持|率|挂帅|为组长|等|和|及|说|介绍|将|的|以|在|开|发|创|办|作|做|任|到|赴|出席|参加|表示|指出|强调|讲|被|获|当选|代表|组织)"
)
# 「集团总校长为赵静宜。」
_IS_THE_POST = re.compile(rf"(?:{_POSTS})为(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[，。、；;,]|$)")
_COMRADE = re.compile(rf"(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})同志")
# 「由县畜牧站高级畜牧师郭永祥任队长」
_TO_A_POST = re.compile(
    rf"由[^，。；]{{0,20}}?(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})(?:兼?任|担任|出任)[^，。；]{{0,6}}?(?:{_POSTS})"
)
# 「李某某，男，1970年6月生」
_DESCRIBED = re.compile(rf"(?:^|[。；\s])(?P<name>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})[，,](?=[男女][，,])")


def person_names(text: str) -> list[str]:
    """Return the names of persons in a text, in no order; a post by itself is none."""
    tagged = [
        name
        for name in tagged_as_persons(text)
        if name[0] in SURNAMES
        and len(name) <= 3
        and not is_word(name)
        # 向坝乡 is a town, 高标准农田 is land.
        and not re.search(rf"{name}(?:[乡镇村县街路河]|小学|中学|社区|农田)", text)
    ]
    written = [
        match["name"]
        for pattern in (_BEHIND_A_POST, _IS_THE_POST, _COMRADE, _TO_A_POST, _DESCRIBED)
        for match in pattern.finditer(text)
        if pattern is not _IS_THE_POST or not is_word(match["name"])
    ]
    # 「由分管副县长任组长」 names nobody.
    return [name for name in dict.fromkeys((*tagged, *written)) if not re.fullmatch(_POSTS, name[1:])]


def post_of(text: str) -> str:
    """Return the post that a text names last, 局长 of 「报告教师情况的局长叫什么」; empty for none."""
    return next((match[0] for match in reversed(list(re.finditer(_POSTS, text)))), "")
