"""Add, list, change and remove users; give programs tokens. What nobody is named for, the machine's owner does."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from assistant.commands.terminal import AsJson, Home, errors_told, open_client, print_json
from assistant.readers import PUBLIC_LABEL, READER, ROLES
from corpus.errors import CewenError

app = typer.Typer(
    name="user", help="用户：添加、列出、修改、删除，给程序发令牌。有了用户，打开网页就要登录。", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(metavar="用户名", help="登录用的名字")]
Collections = Annotated[
    list[str] | None,
    typer.Option("--collection", metavar="资料集", help="除公共资料外还能看的资料集，可写多次；不影响管理员"),
]
Everything = Annotated[bool, typer.Option("--all-collections", help="能看全部资料集")]
PasswordInput = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读密码（一行），供脚本使用")]


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option("--role", help="身份：" + "、".join(ROLES))] = READER,
    collection: Collections = None,
    all_collections: Everything = False,
    password_stdin: PasswordInput = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """添加用户；第一个要是管理员。密码在提示后输入，资料库里只存不可还原的摘要。"""
    with errors_told(as_json):
        password = _password(password_stdin)
        with open_client(home) as client:
            result = client.add_user(name, password, role, None if all_collections else collection or [])
        if as_json:
            print_json(result)
        else:
            print(f"已添加{role}「{name}」。")


@app.command("list")
def list_users(home: Home = None, as_json: AsJson = False) -> None:
    """列出资料库的用户、身份和能看的资料集。"""
    with errors_told(as_json):
        with open_client(home) as client:
            result = client.users()
        if as_json:
            print_json(result)
            return
        if not result["users"]:
            print("还没有用户：在本机打开网页不用登录，别的机器打不开。")
        for user in result["users"]:
            held = "全部资料" if user["all_collections"] else "、".join([PUBLIC_LABEL, *user["collections"]])
            locked = "　已锁住" if user["locked"] else ""
            tokens = f"　令牌 {len(user['tokens'])} 个" if user["tokens"] else ""
            print(f"{user['name']}　{user['role']}　能看：{held}{tokens}{locked}")


@app.command("set")
def change(
    name: Name,
    role: Annotated[str, typer.Option("--role", help="改为这种身份：" + "、".join(ROLES))] = "",
    collection: Collections = None,
    all_collections: Everything = False,
    public_only: Annotated[bool, typer.Option("--public-only", help="只能看公共资料")] = False,
    password: Annotated[bool, typer.Option("--password", help="重设密码，并解除锁定")] = False,
    password_stdin: PasswordInput = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """修改资料库的用户：身份、能看的资料集、密码。写出的资料集替换原来的。"""
    with errors_told(as_json):
        given = bool(role or collection or all_collections or public_only or password or password_stdin)
        if not given:
            raise CewenError(
                "没有写要改什么", "可以写 --role、--collection、--all-collections、--public-only、--password"
            )
        new = _password(password_stdin) if password or password_stdin else ""
        changes = {"collections": None if all_collections else collection or []}
        with open_client(home) as client:
            result = client.change_user(
                name, new, role, **(changes if collection or all_collections or public_only else {})
            )
        if as_json:
            print_json(result)
        else:
            print(f"已修改「{name}」。")


@app.command()
def remove(name: Name, home: Home = None, as_json: AsJson = False) -> None:
    """删除资料库的用户，其令牌一并作废；其对话和稿件留在资料库文件夹里。"""
    with errors_told(as_json):
        with open_client(home) as client:
            result = client.remove_user(name)
        if as_json:
            print_json(result)
        else:
            print(f"已删除「{name}」。")


@app.command()
def token(
    name: Name,
    label: Annotated[str, typer.Option("--label", metavar="用途", help="这个令牌给什么程序用")] = "",
    revoke: Annotated[bool, typer.Option("--revoke", help="作废这个用途的令牌；不写用途就作废全部")] = False,
    home: Home = None,
    as_json: AsJson = False,
) -> None:
    """给程序发令牌：程序带着它，能查资料库里这个用户能看的资料。只显示这一次。"""
    with errors_told(as_json):
        with open_client(home) as client:
            result = client.revoke_tokens(name, label or None) if revoke else client.issue_token(name, label)
        if as_json:
            print_json(result)
        elif revoke:
            print(f"已作废 {result['revoked']} 个令牌。")
        else:
            print(result["token"])


def _password(from_input: bool) -> str:
    if from_input or not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise CewenError("没有读到密码", "请在标准输入里给一行密码")
        return password
    return str(typer.prompt("密码", hide_input=True, confirmation_prompt="再输一次", err=True))
