package guard

import (
	"strconv"
	"strings"
)

var hanDigits = table([]row[int]{
	{0, "零 〇"}, {1, "一"}, {2, "二 两 兩"}, {3, "三"}, {4, "四"}, {5, "五"}, {6, "六"}, {7, "七"}, {8, "八"}, {9, "九"},
})

var hanScales = table([]row[int]{{10, "十"}, {100, "百"}, {1000, "千"}, {10000, "万 萬"}, {100000000, "亿"}})

// hanMeasures follow a number that is one, and no part of a word.
const hanMeasures = "个個天件位小时時分秒月日号年点元块岁次周星晚夜名张份台种倍人间盒瓶杯公米欧美英项条步章折口家部本封笔欧楼站斤克升页座套层片粒颗支袋罐双"

// maxHan bounds the characters of one number.
const maxHan = 12

// hanNumber reads a number in Chinese numerals. One that may be part of a word is soft.
func (sc *scanner) hanNumber(i int) (n, next int, soft bool) {
	if !sc.isUnspaced(i) {
		return 0, i, false
	}
	if sc.text(i) == "半" {
		return half, i + 1, true
	}
	total, section, digit, digits, scaled := 0, 0, 0, 0, false
	for next = i; next-i < maxHan; next++ {
		c := sc.text(next)
		if d, ok := hanDigits[c]; ok {
			if c == "零" && scaled {
				continue
			}
			digit = digit*10 + d
			digits++
			continue
		}
		s, ok := hanScales[c]
		if !ok || sc.hasPrefix(next, "百分") {
			break
		}
		if s >= 10000 {
			total += max(section+digit, 1) * s
			section = 0
		} else {
			if digit == 0 {
				digit = 1
			}
			section += digit * s
		}
		digit, scaled = 0, true
	}
	n = total + section + digit
	switch next - i {
	case 0:
		return 0, i, false
	case 1:
		soft = n <= 1 || n > 10 || next == len(sc.toks) || !strings.Contains(hanMeasures, sc.text(next)) ||
			sc.hasPrefix(i, "十分") && !sc.hasPrefix(i, "十分钟") || sc.hasPrefix(i-1, "第")
	case 2:
		soft = !scaled && digits == 2 || sc.hasPrefix(i, "千万") || sc.hasPrefix(i, "万一") || sc.hasPrefix(i, "百万")
	}
	return n, next, soft
}

// hanDigits reads digits in Chinese numerals that are written one after the other.
func (sc *scanner) hanDigits(i int) (digits string, next int) {
	for next = i; next-i < maxHan; next++ {
		d, ok := hanDigits[sc.text(next)]
		if !ok {
			break
		}
		digits += strconv.Itoa(d)
	}
	return digits, next
}
