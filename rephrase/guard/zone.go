package guard

import "strings"

// zoneCodes are time zones. They count in capitals only: "ist" is a word.
var zoneCodes = wordSet(`utc cet cest wet west eet eest bst msk trt et est edt ct cst cdt mt mst mdt pt pst pdt akst hst ist pkt gst
	sgt hkt wib jst kst aest aedt acst awst nzst nzdt brt art sast eat wat`)

// zoneNames are other names of them.
var zoneNames = table([]row[string]{
	{"UTC", "gmt coordinated_universal_time greenwich_mean_time"},
	{"CET", "mez central_european_time"},
	{"CEST", "mesz central_european_summer_time"},
	{"BST", "british_summer_time"},
	{"ET", "eastern_time"},
	{"EST", "eastern_standard_time"},
	{"EDT", "eastern_daylight_time"},
	{"CT", "central_time"},
	{"MT", "mountain_time"},
	{"PT", "pacific_time"},
	{"PST", "pacific_standard_time"},
	{"PDT", "pacific_daylight_time"},
	{"IST", "india_standard_time indian_standard_time"},
	{"JST", "japan_standard_time"},
})

// maxZoneWords bounds the words of the name of a zone.
const maxZoneWords = 4

// hourZones are zones after an hour that does not look as a time: 9 EST.
var hourZones = wordSet("utc gmt cet cest mez mesz est edt cst cdt mst mdt pst pdt jst kst sgt hkt msk")

// isHour reports whether a number may be an hour.
func (f *fact) isHour() bool {
	if len(f.keys) != 1 || f.unit != 0 {
		return false
	}
	n, ok := strings.CutPrefix(f.keys[0], numberKey)
	return ok && (len(n) == 1 || len(n) == 2 && n <= "24")
}

// zoneName reads the time zone after a time.
func (sc *scanner) zoneName(i int) int {
	if len(sc.list) == 0 || sc.kind(i) != word || sc.toks[i].line {
		return i
	}
	last := &sc.list[len(sc.list)-1]
	if !strings.HasPrefix(last.keys[0], clockKey) && (!hourZones[sc.word(i)] || !last.isHour()) {
		return i
	}
	if sc.used != i && (sc.used != i-1 || !sc.is(i-1, "(,")) {
		return i
	}
	if name := sc.zoneCode(i); name != "" {
		offset, next := "", i+1
		if name == "UTC" {
			offset, next = sc.offset(next)
		}
		return sc.add(fact{keys: []string{zoneKey + name + offset}}, i, next)
	}
	for j := i + 1; j < i+maxZoneWords && sc.kind(j) == word && sc.toks[j].end-sc.toks[i].start <= maxWord; j++ {
		if name := zoneNames[fold(sc.s[sc.toks[i].start:sc.toks[j].end])]; name != "" {
			return sc.add(fact{keys: []string{zoneKey + name}}, i, j+1)
		}
	}
	return i
}

// zoneCode returns the zone of the capitals at token i. In a text that is all in capitals it
// is none, and neither is the German verb "ist".
func (sc *scanner) zoneCode(i int) string {
	w, text, next := sc.word(i), sc.text(i), sc.text(i+1)
	if !isUpper(text) || sc.kind(i+1) == word && len(next) > 1 && isUpper(next) || w == "ist" && sc.word(i-1) == "uhr" {
		return ""
	}
	if zoneCodes[w] {
		return text
	}
	return zoneNames[w]
}

// offset reads what is added to UTC: +1, -03:30.
func (sc *scanner) offset(i int) (string, int) {
	if !sc.is(i, "+-–") || sc.kind(i+1) != number || !sc.glued(i+1) {
		return "", i
	}
	sign := "+"
	if !sc.is(i, "+") {
		sign = "-"
	}
	offset, next := decimal(sc.text(i+1), ""), i+2
	if offset == "0" {
		sign, offset = "", ""
	}
	if sc.is(next, ":") && sc.glued(next) && sc.kind(next+1) == number && sc.glued(next+1) {
		if minutes := decimal(sc.text(next+1), ""); minutes != "0" {
			offset += ":" + minutes
		}
		next += 2
	}
	return sign + offset, next
}
