"""Kernels that encode: Python strings -> UTF-8 in one buffer, 64 code points at a time where they are ASCII."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types, uint8, uint16, uint32, uint64

from dedup.text.jit import inlined, intrinsic, kernel, locked_kernel

_I8, _I64 = ir.IntType(8), ir.IntType(64)


@intrinsic
def string_at(typing_context: Any, address: Any) -> Any:
    """(address of the code points, their number, bytes of each, whether all are ASCII) of the Python string object at `address`."""
    signature = types.UniTuple(types.uint64, 4)(types.uintp)  # type: ignore[no-untyped-call]

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        python = context.get_python_api(builder)
        _, data, length, kind, ascii_alone, _ = python.string_as_string_size_and_kind(builder.inttoptr(args[0], python.pyobj))
        found = [builder.ptrtoint(data, _I64), length, builder.zext(kind, _I64), builder.zext(ascii_alone, _I64)]
        return context.make_tuple(builder, sig.return_type, found)

    return signature, generate


@intrinsic
def load_unit(typing_context: Any, address: Any, unit: Any) -> Any:
    """The unsigned integer at `address`, of the type of `unit`."""
    size = ir.IntType(unit.bitwidth)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        value = builder.load(builder.inttoptr(args[0], size.as_pointer()))
        value.align = 1
        return value if size == _I64 else builder.zext(value, _I64)

    return types.uint64(types.uintp, unit), generate


@intrinsic
def narrow64(typing_context: Any, source: Any, target: Any, unit: Any) -> Any:
    """Write the lowest bytes of the 64 code points at `source`, of the type of `unit`; return the bits of those that are not ASCII."""
    block = ir.VectorType(ir.IntType(unit.bitwidth), 64)
    packed = ir.VectorType(_I8, 64)

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        units = builder.load(builder.inttoptr(args[0], block.as_pointer()))
        units.align = 1
        low = units if block == packed else builder.trunc(units, packed)
        builder.store(low, builder.inttoptr(args[1], packed.as_pointer())).align = 1
        odd = builder.icmp_unsigned(">=", units, ir.Constant(block, [ir.Constant(block.element, 128)] * 64))
        return builder.bitcast(odd, _I64)

    return types.uint64(types.uintp, types.uintp, unit), generate


@intrinsic
def store_quad(typing_context: Any, address: Any, value: Any) -> Any:
    """Write the four lowest bytes of `value`, the lowest first."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        target = builder.inttoptr(args[0], ir.IntType(32).as_pointer())
        builder.store(builder.trunc(args[1], ir.IntType(32)), target).align = 1
        return context.get_dummy_value()

    return types.void(types.uintp, types.uint64), generate


@intrinsic
def trailing_zeros(typing_context: Any, value: Any) -> Any:
    """The number of zero bits below the lowest set bit."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), generate


@inlined
def store_character(target: Any, point: Any) -> Any:
    """Write one code point in UTF-8, "?" for a surrogate, over four bytes; return the number of bytes in use."""
    if point < uint64(0x80):
        store_quad(target, point)
        return uint64(1)
    if point < uint64(0x800):
        store_quad(target, uint64(0x80C0) | (point >> uint64(6)) | ((point & uint64(0x3F)) << uint64(8)))
        return uint64(2)
    middle = ((point >> uint64(6)) & uint64(0x3F)) << uint64(8)
    if point < uint64(0x10000):
        if point >= uint64(0xD800) and point < uint64(0xE000):
            store_quad(target, uint64(63))
            return uint64(1)
        store_quad(target, uint64(0x8080E0) | (point >> uint64(12)) | middle | ((point & uint64(0x3F)) << uint64(16)))
        return uint64(3)
    upper = ((point >> uint64(12)) & uint64(0x3F)) << uint64(8)
    lower = (((point >> uint64(6)) & uint64(0x3F)) << uint64(16)) | ((point & uint64(0x3F)) << uint64(24))
    store_quad(target, uint64(0x808080F0) | (point >> uint64(18)) | upper | lower)
    return uint64(4)


@kernel
def encode_units(source: Any, length: Any, width: Any, unit: Any, target: Any) -> Any:
    """Write `length` code points of `width` bytes, the type of `unit`, at address `source` in UTF-8 at `target`; return where they end."""
    stop = source + length * width
    block = uint64(64) * width
    while source < stop:
        if stop - source >= block:
            odd = narrow64(source, target, unit)
            plain = trailing_zeros(odd) if odd else uint64(64)
            source += plain * width
            target += plain
            if odd == uint64(0):
                continue
        while source < stop:  # the rest of a word in another script, or the end of the text
            point = load_unit(source, unit)
            source += width
            target += store_character(target, point)
            if point < uint64(0x80) and stop - source >= block:
                break
    return target


@locked_kernel
def encode_strings(objects: Any, first: Any, buffer: Any, room: Any, ends: Any) -> Any:
    """Write the strings whose objects' addresses stand at `objects`, from number `first` on, behind one another into `buffer`.

    ends[i + 1] becomes the place behind string i. Returns the number of the first string that may find no room in `room` bytes, or
    the number of strings; the buffer has 64 bytes more than `room`.
    """
    base = uint64(buffer.ctypes.data)
    at = uint64(ends[first])
    for i in range(first, ends.size - 1):
        source, length, width, ascii_alone = string_at(load_unit(uint64(objects) + uint64(8 * i), uint64(0)))
        longest = uint64(1) if ascii_alone else min(width + uint64(1), uint64(4))  # UTF-8 bytes of a code point
        if at + length * longest > uint64(room):
            return i
        if width == uint64(1):
            end = encode_units(source, length, width, uint8(0), base + at)
        elif width == uint64(2):
            end = encode_units(source, length, width, uint16(0), base + at)
        else:
            end = encode_units(source, length, width, uint32(0), base + at)
        at = end - base
        ends[i + 1] = at
    return ends.size - 1
