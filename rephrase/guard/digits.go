package guard

import "strings"

// maxGroups bounds the groups of one number, so that reading stays linear.
const maxGroups = 16

// numeral reads the number that begins at token i: all its plausible readings as canonical
// decimals. A row of numbers with dots that is no number, such as 1.2.3, has the key of a
// code.
func (sc *scanner) numeral(i int) (keys []string, next int) {
	groups := []string{sc.text(i)}
	var seps []byte
	j := i + 1
	for len(groups) < maxGroups {
		switch sep := sc.separator(j); {
		case sep != 0:
			seps, groups = append(seps, sep), append(groups, sc.text(j+1))
			j += 2
			continue
		case sc.spaceGroup(j, groups, seps):
			seps, groups = append(seps, ' '), append(groups, sc.text(j))
			j++
			continue
		}
		break
	}
	if r := readings(groups, seps); r != nil {
		return numberKeys(r), j
	}
	if strings.Trim(string(seps), ".") == "" {
		return []string{codeKey + strings.Join(groups, ".")}, j
	}
	return numberKeys(readings(groups[:1], nil)), i + 1
}

// separator returns the separator at token i, if digits are on both sides; 0 if not.
func (sc *scanner) separator(i int) byte {
	if sc.is(i, ",.'") && sc.glued(i) && sc.kind(i+1) == number && sc.glued(i+1) {
		return sc.text(i)[0]
	}
	return 0
}

// spaceGroup reports whether token i is a group of three digits after a space.
func (sc *scanner) spaceGroup(i int, groups []string, seps []byte) bool {
	return sc.kind(i) == number && len(sc.text(i)) == 3 && len(groups[0]) <= 3 && groups[0][0] != '0' &&
		sc.toks[i].start == sc.toks[i-1].end+1 && sc.s[sc.toks[i].start-1] == ' ' &&
		strings.Trim(string(seps), " ") == ""
}

// readings returns what the groups of digits can mean; nil if they are not one number.
func readings(groups []string, seps []byte) []string {
	n := len(seps)
	if n == 0 {
		return []string{whole(groups[0])}
	}
	first, last := groups[0], seps[n-1]
	point := last == ',' || last == '.'
	if n == 1 && point {
		decimals := decimal(first, groups[1])
		if len(groups[1]) == 3 && len(first) <= 3 && first[0] != '0' {
			if groups[1] == "000" {
				return []string{decimal(first+groups[1], "")}
			}
			return []string{decimal(first+groups[1], ""), decimals}
		}
		return []string{decimals}
	}
	if same(seps) && grouped(groups, last) {
		return []string{decimal(strings.Join(groups, ""), "")}
	}
	if n > 1 && point && same(seps[:n-1]) && seps[0] != last && grouped(groups[:n], seps[0]) {
		return []string{decimal(strings.Join(groups[:n], ""), groups[n])}
	}
	return nil
}

func same(seps []byte) bool {
	return strings.Trim(string(seps), string(seps[:1])) == ""
}

// grouped reports whether the groups are thousands, or lakhs (12,34,567).
func grouped(groups []string, sep byte) bool {
	n := len(groups) - 1
	if n < 1 || len(groups[0]) > 3 || len(groups[n]) != 3 {
		return false
	}
	threes, twos := true, sep == ','
	for _, g := range groups[1:n] {
		threes = threes && len(g) == 3
		twos = twos && len(g) == 2
	}
	return threes || twos && len(groups[0]) <= 2
}

// whole returns a number without separators. One of three digits or more that begins with a
// zero is a code, and the zero is part of it.
func whole(digits string) string {
	if len(digits) >= 3 && digits[0] == '0' {
		return digits
	}
	return decimal(digits, "")
}

// decimal returns the canonical form of a number.
func decimal(digits, fraction string) string {
	digits = strings.TrimLeft(digits, "0")
	fraction = strings.TrimRight(fraction, "0")
	if digits == "" {
		digits = "0"
	}
	if fraction == "" {
		return digits
	}
	return digits + "." + fraction
}

// times returns a canonical number times 10 to the power of p.
func times(value string, p int) string {
	digits, fraction, _ := strings.Cut(value, ".")
	if n := p - len(fraction); n > 0 {
		fraction += strings.Repeat("0", n)
	}
	return decimal(digits+fraction[:p], fraction[p:])
}
