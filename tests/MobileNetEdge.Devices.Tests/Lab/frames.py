"""frames.py PICTURE.png WIDTH HEIGHT OUT.yuyv: a PNG picture (8-bit RGB, not interlaced) as a YUYV frame, BT.601 limited range."""
import struct
import sys
import zlib


def read_png(path):
    data, position, packed = open(path, "rb").read(), 8, b""
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position:position + 8])
        body = data[position + 8:position + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert depth == 8 and colour in (2, 6)
        packed += body if kind == b"IDAT" else b""
        position += 12 + length
    size = 3 if colour == 2 else 4
    raw, rows, above = zlib.decompress(packed), [], bytes(width * size)
    for y in range(height):
        start = y * (width * size + 1)
        row = bytearray(raw[start + 1:start + 1 + width * size])
        for i in range(len(row)):
            left = row[i - size] if i >= size else 0
            corner = above[i - size] if i >= size else 0
            row[i] = (row[i] + predict(raw[start], left, above[i], corner)) & 255
        rows.append(row)
        above = row
    return width, height, size, rows


def predict(kind, left, up, corner):
    if kind == 4:
        estimate = left + up - corner
        return min((abs(estimate - left), 0, left), (abs(estimate - up), 1, up), (abs(estimate - corner), 2, corner))[2]
    return (0, left, up, (left + up) // 2)[kind]


def main(path, width, height, target):
    source_width, source_height, size, rows = read_png(path)
    side, scale = min(source_width, source_height), min(width, height)

    def source(position, length):
        """The picture's middle square fills the frame's; its edges go on beside it."""
        return min(max((position - (length - scale) // 2) * side // scale, 0), side - 1)

    out = bytearray()
    for y in range(height):
        row = rows[source(y, height) + (source_height - side) // 2]
        pixels = [row[(source(x, width) + (source_width - side) // 2) * size:][:3] for x in range(width)]
        for x in range(0, width, 2):
            (r0, g0, b0), (r1, g1, b1) = pixels[x], pixels[x + 1]
            red, green, blue = (r0 + r1) / 2, (g0 + g1) / 2, (b0 + b1) / 2
            out += bytes(round(v) for v in (
                16 + 0.257 * r0 + 0.504 * g0 + 0.098 * b0, 128 - 0.148 * red - 0.291 * green + 0.439 * blue,
                16 + 0.257 * r1 + 0.504 * g1 + 0.098 * b1, 128 + 0.439 * red - 0.368 * green - 0.071 * blue))
    open(target, "wb").write(out)


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
