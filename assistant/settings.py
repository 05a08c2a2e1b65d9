"""All settings in one frozen value, read once: defaults, then settings.toml in the home folder, then CEWEN_*.

Those that an administrator may change while the program runs are written back into settings.toml.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator

from assistant.watched import read_watched
from corpus.errors import SettingsError
from corpus.limits import Limits
from corpus.reading import ReadingOptions

FILE = "settings.toml"
_IN_CHINESE = {
    "greater_than": "要大于 {gt}", "greater_than_equal": "不能小于 {ge}", "less_than": "要小于 {lt}",
    "less_than_equal": "不能大于 {le}", "float_parsing": "要写数字", "int_parsing": "要写整数", "float_type": "要写数字",
    "bool_parsing": "要写 true 或 false", "string_too_long": "最多 {max_length} 个字", "string_type": "要写文字",
}  # fmt: skip


class Settings(BaseModel):
    """Hold what an office can set; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    home: Path = Field(default_factory=lambda: Path.home() / ".cewen", description="资料库所在的文件夹")
    place: str = Field(default="", description="本单位所在的地方，如 宿城区；起草时的默认地方")
    office: str = Field(
        default="", max_length=60, description="本单位的名称，如 宿城区教育局；写成 Word 时没有另写署名就署它"
    )
    embedding_model: str = Field(default="", description="嵌入模型的文件夹或名称；留空用内置模型")
    dense_weight: float | None = Field(
        default=None, ge=0, le=1, description="向量检索在混合检索里的分量，0 到 1；留空按模型取"
    )
    reranker_model: str = Field(default="", description="重排模型（交叉编码器）的文件夹或名称；留空不重排")
    chroma_url: str = Field(default="", description="独立运行的 Chroma 服务地址；留空用内嵌的")
    mask_personal: bool = Field(default=True, description="入库时遮盖身份证号、手机号和银行卡号")
    allow_confidential: bool = Field(default=False, description="允许标有密级的文件入库；一般不得开启")
    largest_file_mb: int = Field(default=200, gt=0, description="单个文件最大多少 MB")
    seconds_per_file: float = Field(default=120.0, gt=0, description="读一个文件最多用多少秒")
    pages_per_file: int = Field(default=3_000, gt=0, description="一个文件最多多少页")
    archive_files: int = Field(default=2_000, gt=0, description="一个压缩包里最多多少个文件")
    archive_mb: int = Field(default=1_024, gt=0, description="一个压缩包展开后最大多少 MB")
    seconds_per_page_ocr: float = Field(
        default=30.0, gt=0, description="每页扫描件或图片另加多少秒（装了 cewen[ocr] 时）"
    )
    chat_base_url: str = Field(
        default="", description="OpenAI 兼容的大模型服务地址，如 http://127.0.0.1:8000/v1；留空则不用大模型"
    )
    chat_model: str = Field(default="", description="大模型的名称")
    chat_api_key: str = Field(default="", repr=False, description="大模型服务的密钥")
    chat_timeout: float = Field(default=60.0, gt=0, description="等大模型回应的秒数")
    chat_temperature: float = Field(default=0.0, ge=0, le=2, description="大模型的随机程度")
    chat_max_tokens: int = Field(default=1200, gt=0, description="大模型一次最多写多少词元")
    remove_unsupported: bool = Field(default=False, description="大模型写的话没有依据的，直接删去；默认留着并标明")
    watch: tuple[str, ...] = Field(
        default=(), description="监视的文件夹，里面新增和改动的文件自动加入；「文件夹 | 资料集」放进那个资料集"
    )
    watch_seconds: float = Field(default=60.0, gt=0, description="隔多少秒看一遍监视的文件夹")
    guide: bool = Field(default=True, description="资料库还没有本单位的文件时，在页面上引导第一次使用")
    host: str = Field(default="127.0.0.1", description="页面监听的地址")
    port: int = Field(default=7860, gt=0, lt=65536, description="页面监听的端口")
    line_pitch: float = Field(default=28.95, ge=20, le=40, description="Word 正文行距（磅）")
    title_font: str = Field(default="方正小标宋简体", description="Word 标题字体")
    body_font: str = Field(default="仿宋_GB2312", description="Word 正文字体")
    heading_font: str = Field(default="黑体", description="Word 一级标题字体")
    subheading_font: str = Field(default="楷体_GB2312", description="Word 二级标题字体")
    sources: str = Field(
        default="appendix", description="稿子的来源放在哪里：appendix 文后、footnotes 脚注、endnotes 尾注、none 不带"
    )
    template: str = Field(default="", description="本单位的 Word 模板文件；留空按 GB/T 9704 排版")
    _fixed: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def fixed(self) -> frozenset[str]:
        """Return the names of the settings that the environment gives, which no file changes."""
        return self._fixed

    @field_validator("watch", mode="before")
    @classmethod
    def _read_watched(cls, given: Any) -> Any:
        if isinstance(given, str) or (
            isinstance(given, (list, tuple)) and all(isinstance(line, str) for line in given)
        ):
            return read_watched(given)
        return given

    @field_validator("chat_base_url")
    @classmethod
    def _is_an_address(cls, given: str) -> str:
        if given and not given.startswith(("http://", "https://")):
            raise ValueError("要以 http:// 或 https:// 开头")
        return given


def limits_of(settings: Settings) -> Limits:
    """Return the limits of reading that an office has set."""
    return Limits(
        settings.largest_file_mb * 2**20,
        settings.seconds_per_file,
        settings.seconds_per_page_ocr,
        settings.archive_files,
        settings.archive_mb * 2**20,
    )


def reading_of(settings: Settings) -> ReadingOptions:
    """Return what an office has set of how files are read."""
    return ReadingOptions(settings.mask_personal, settings.allow_confidential, settings.pages_per_file)


def load_settings(home: Path | None = None, environment: dict[str, str] | None = None) -> Settings:
    """Read the settings of a home folder: the one given, CEWEN_HOME, or ~/.cewen.

    Raises:
        SettingsError: a key is unknown or a value is wrong; the message names it.
    """
    environment = dict(os.environ) if environment is None else environment
    given = {
        name.removeprefix("CEWEN_").lower(): value
        for name, value in environment.items()
        if name.startswith("CEWEN_") and value and name != "CEWEN_LOG"
    }
    if home is None:
        home = Path(given["home"]) if "home" in given else Settings().home
    home = home.expanduser()
    values: dict[str, Any] = _read_file(home / FILE)
    if "home" in values:
        raise SettingsError(f"{home / FILE} 里不能设 home", "请用环境变量 CEWEN_HOME 或 --home 指定资料库文件夹")
    settings = _validated(values | given | {"home": home})
    settings._fixed = frozenset(given)
    return settings


def changed(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """Return settings with some changed.

    Raises:
        SettingsError: a key is unknown, a value wrong, or the environment gives this setting.
    """
    for name in changes:
        if name in settings.fixed:
            raise SettingsError(
                f"设置「{name}」由环境变量 CEWEN_{name.upper()} 给出，这里改不了", "请改环境变量，然后重新启动"
            )
    new = _validated(settings.model_dump() | dict(changes))
    new._fixed = settings.fixed
    return new


def write_settings(settings: Settings, names: Iterable[str]) -> None:
    """Write some of the settings into settings.toml; comments and everything else in it stay as they are.

    Raises:
        SettingsError: the file that is there is wrong, or cannot be written.
    """
    import tomlkit

    path = (settings.home / FILE).resolve()
    _read_file(path)
    temporary = path.with_name(FILE + ".new")
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8") if path.exists() else "")
        for name in names:
            value = getattr(settings, name)
            document[name] = list(value) if isinstance(value, tuple) else value
        # It may hold the key of the chat server: it is for its owner's eyes.
        temporary.touch(mode=0o600)
        temporary.write_text(tomlkit.dumps(document), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise SettingsError(f"设置文件 {path} 写不进去：{error.strerror}", "请检查权限和磁盘空间") from error


def _validated(values: dict[str, Any]) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            raise SettingsError(f"没有「{key}」这项设置", "请运行 cewen doctor 查看全部设置，或检查拼写") from error
        said = _IN_CHINESE.get(first["type"], first["msg"].removeprefix("Value error, ")).format(**first.get("ctx", {}))
        raise SettingsError(f"设置「{key}」的值「{first['input']}」不对：{said}", "请改正后再试") from error


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"设置文件 {path} 写错了：{error}", '每行写成 名称 = "值"，文字加引号') from error


def keep_uploads_at_home(settings: Settings) -> None:
    """Have Gradio keep uploads in the home folder, where other users of the machine do not look, until the next start."""
    folder = settings.home / "temporary"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
