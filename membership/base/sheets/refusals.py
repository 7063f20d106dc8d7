"""Why a file cannot be read: one word for logs and tests, one sentence for the person who sent it."""

from ..numbers import format_integer
from ..speech import quote
from ..speech import translate as _
from .limits import Limits, MiB


class UnreadableFile(Exception):
    """The file cannot be read; the text names it and says what to do. `reason` is one word for logs and tests."""

    def __init__(self, message: str, reason: str = ""):
        super().__init__(message)
        self.reason = reason


def unreadable(reason: str, filename: str, limits: Limits) -> UnreadableFile:
    sentences = {
        "empty": _("Tệp %(file)s trống, không có nội dung nào; hãy chọn lại tệp."),
        "blank": _("Tệp %(file)s không có trang tính nào có dữ liệu; hãy kiểm tra lại tệp rồi gửi lại."),
        "size": _("Tệp %(file)s lớn hơn %(size)s MB; hãy tách thành nhiều tệp nhỏ hơn."),
        "encrypted": _("Tệp %(file)s được đặt mật khẩu nên không mở được; hãy bỏ mật khẩu, lưu lại rồi gửi lại."),
        "xlsb": _("Tệp %(file)s ở dạng .xlsb; hãy mở bằng Excel, lưu lại ở dạng .xlsx rồi gửi lại."),
        "word": _("Tệp %(file)s là văn bản Word, không phải bảng tính; hãy chép bảng sang Excel và lưu ở dạng .xlsx."),
        "html": _(
            "Tệp %(file)s thực ra là một trang web được đổi tên; hãy mở bằng Excel, lưu lại ở dạng .xlsx rồi gửi lại."
        ),
        "xml": _("Tệp %(file)s ở dạng XML, không phải bảng tính; hãy mở bằng Excel, lưu lại ở dạng .xlsx rồi gửi lại."),
        "text": _(
            "Tệp %(file)s mang tên bảng tính nhưng bên trong chỉ là văn bản; hãy mở bằng Excel, lưu lại ở dạng .xlsx "
            "rồi gửi lại, hoặc đổi đuôi tệp thành .csv nếu đó là danh sách dạng CSV."
        ),
        "zip": _("Tệp %(file)s là tệp nén, không phải bảng tính; hãy giải nén rồi gửi tệp Excel bên trong."),
        "unknown": _("Tệp %(file)s không phải là bảng tính; hãy gửi tệp .xlsx, .xls, .ods hoặc .csv."),
        "rows": _("Tệp %(file)s có trang tính dài hơn %(rows)s dòng; hãy tách thành nhiều tệp nhỏ hơn."),
        "cells": _("Tệp %(file)s chứa quá nhiều dữ liệu cho một lần nhập; hãy tách thành nhiều tệp nhỏ hơn."),
        "parts": _(
            "Tệp %(file)s có cấu trúc bất thường (quá nhiều thành phần) nên không được mở; hãy chép dữ liệu sang "
            "một tệp Excel mới rồi gửi lại."
        ),
        "unpacked": _(
            "Tệp %(file)s khi giải nén lớn hơn %(unpacked)s MB nên không được mở; hãy chép dữ liệu sang một tệp "
            "Excel mới rồi gửi lại."
        ),
        "ratio": _(
            "Tệp %(file)s được nén bất thường nên không được mở; hãy chép dữ liệu sang một tệp Excel mới rồi gửi lại."
        ),
        "declaration": _(
            "Tệp %(file)s chứa khai báo XML không an toàn nên không được mở; hãy chép dữ liệu sang một tệp Excel "
            "mới rồi gửi lại."
        ),
        "encoding": _(
            "Tệp %(file)s dùng bảng mã không nhận ra được; hãy lưu lại ở dạng .xlsx, hoặc .csv với bảng mã UTF-8."
        ),
        "quotes": _(
            "Tệp %(file)s có ô quá dài hoặc dấu nháy kép không khép lại; hãy lưu lại ở dạng .xlsx rồi gửi lại."
        ),
        "slow": _(
            "Tệp %(file)s mất quá nhiều thời gian để đọc; hãy chép dữ liệu sang một tệp Excel mới hoặc tách nhỏ "
            "rồi gửi lại."
        ),
        "memory": _("Tệp %(file)s cần quá nhiều bộ nhớ để đọc; hãy chép dữ liệu sang một tệp Excel mới rồi gửi lại."),
    }
    reason = {
        "password": "encrypted",
        "broken-zip": "broken",
        "ole": "unknown",
        "corrupt": "broken",
        "aborted": "memory",
    }.get(reason, reason)
    sentence = sentences.get(reason) or _(
        "Tệp %(file)s bị hỏng nên không đọc được; hãy mở lại bằng Excel, lưu thành tệp mới rồi gửi lại."
    )
    return UnreadableFile(
        sentence
        % {
            "file": quote(filename, 120),
            "size": limits.file // MiB,
            "unpacked": limits.unpacked // MiB,
            "rows": format_integer(limits.rows),
        },
        reason,
    )
