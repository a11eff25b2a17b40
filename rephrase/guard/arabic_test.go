package guard

import (
	"strconv"
	"strings"
	"testing"
)

// TestRephraseArabicNumbers checks the numbers from 11 to 99 in both genders and in all cases,
// alone and glued to a particle.
func TestRephraseArabicNumbers(t *testing.T) {
	digits := [2][]string{
		strings.Fields("واحد|أحد اثنان|اثنين ثلاثة|ثلاثةً أربعة|أربعةً خمسة|خمسةً ستة|ستةً سبعة|سبعةً ثمانية|ثمانيةً تسعة|تسعةً"),
		strings.Fields("واحدة|إحدى اثنتان|اثنتين ثلاث|ثلاثًا أربع|أربعًا خمس|خمسًا ست|ستًا سبع|سبعًا ثماني|ثمانيًا تسع|تسعًا"),
	}
	teens := [2][]string{
		strings.Fields("أحد اثنا|اثني ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة"),
		strings.Fields("إحدى اثنتا|اثنتي ثلاث أربع خمس ست سبع ثماني|ثمان تسع"),
	}
	tens := strings.Fields("عشرون|عشرين ثلاثون|ثلاثين أربعون|أربعين خمسون|خمسين ستون|ستين سبعون|سبعين ثمانون|ثمانين تسعون|تسعين")
	check := func(n int, text string) {
		want := numberKey + strconv.Itoa(n)
		for _, glue := range []string{"", "و", "ل", "بـ", "ك", "ف"} {
			if got := keysOf("خلال " + glue + text + " حالة"); got != want {
				t.Errorf("%q: got %q, want %q", glue+text, got, want)
			}
		}
	}
	for gender, ten := range []string{" عشر", " عشرة"} {
		for k, forms := range teens[gender] {
			for form := range strings.SplitSeq(forms, "|") {
				check(11+k, form+ten)
			}
		}
		for k, forms := range tens {
			for ten := range strings.SplitSeq(forms, "|") {
				check(20+10*k, ten)
				for d, forms := range digits[gender] {
					for form := range strings.SplitSeq(forms, "|") {
						check(21+10*k+d, form+" و"+ten)
					}
				}
			}
		}
	}
}

// TestRephraseArabicHours checks the times of all hours in words.
func TestRephraseArabicHours(t *testing.T) {
	for h, name := range strings.Split("الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة الحادية_عشرة الثانية_عشرة", " ") {
		name = strings.ReplaceAll(name, "_", " ")
		for minutes, m := range map[string]int{"": 0, " والنصف": 30, " والربع": 15, " والثلث": 20, " إلا ربعًا": -15, " إلا ثلثًا": -20, " وعشر دقائق": 10, " إلا خمس دقائق": -5, " والنصف وخمس دقائق": 35} {
			for part, noon := range map[string]int{" صباحًا": 0, " مساءً": 12 * 60} {
				at := (h+1)%12*60 + m + noon
				want := clockAt(at)
				if h == 11 && m != 0 && noon > 0 { // the evening ends at midnight, or begins at noon
					want = clockAt(min(at, (at+noon)%(2*noon))) + "|" + clockAt(max(at, (at+noon)%(2*noon)))
				}
				if got := keysOf("في " + name + minutes + part); got != want {
					t.Errorf("%s%s%s: got %s, want %s", name, minutes, part, got, want)
				}
			}
		}
		if got, want := keysOf("الساعة "+name), clockName(h+1, 0)+"|"+intKey(h+1); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}
