package people

import (
	"errors"
	"strings"
	"testing"
)

// Texts in the form of hashes, of no password.
const (
	goodHash = "$2y$10$TestSaltTestSaltTestSOqCJ4vFBbZNz9xl4Pa7e9WTn1Lk5LaTq"
	weakHash = "$2y$05$TestSaltTestSaltTestSOqCJ4vFBbZNz9xl4Pa7e9WTn1Lk5LaTq"
)

// TestParse checks what each line means, and what is said of one that means nothing.
func TestParse(t *testing.T) {
	long := strings.Repeat("a", maxName+1)
	for _, tt := range []struct {
		name, text string
		// users is NAME ROLE EMAIL of each, with * for who has no password.
		users string
		// wrong is the error, and warning the warnings.
		wrong, warning string
	}{
		{"as htpasswd writes it", "ann:" + goodHash + "\n", "ann", "", ""},
		{"with a role", "ann:" + goodHash + ":publisher\n", "ann publisher", "", ""},
		{"with a role and an address", "ann:" + goodHash + ":author:ann@example.com", "ann author ann@example.com", "", ""},
		{"an address without a role", "ann:" + goodHash + "::ann@example.com", "ann  ann@example.com", "", ""},
		{"spaces around the role", "ann:" + goodHash + ": author ", "ann author", "", ""},
		{"no password", "ann:*:author", "ann* author", "", ""},
		{"other prefixes", "a:$2a" + goodHash[3:] + "\nb:$2b" + goodHash[3:], "a, b", "", ""},
		{"blank lines, comments, line ends of Windows", "# users\r\n\r\nann:" + goodHash + ":reader\r\n", "ann reader", "", ""},
		{"names", "Ann Lee:" + goodHash + "\nann@example.com:" + goodHash + "\nзоя:" + goodHash, "Ann Lee, ann@example.com, зоя", "", ""},
		{"empty file", "", "", "", ""},
		{"a weak hash", "ann:" + weakHash + ":author", "ann author", "", `users:1:5: the password of "ann" has a hash of cost 5, which is guessed fast if the file is stolen; run htpasswd -B -C 12 users ann, and write the role after it again`},

		{"no colon", "ann\n", "", `users:1:4: "ann" has no password; run htpasswd -B -C 12 users ann`, ""},
		{"a name for a shell", "Ann O'Hara\n", "", `users:1:11: "Ann O'Hara" has no password; run htpasswd -B -C 12 users 'Ann O'\''Hara'`, ""},
		{"no name", ":" + goodHash, "", "users:1:1: the name is empty; a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role", ""},
		{"a space", " ann:" + goodHash, "", `users:1:1: the name " ann" begins or ends with a space; a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role`, ""},
		{"a long name", long + ":" + goodHash, "", "users:1:1: the name is longer than 255 bytes; a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role", ""},
		{"no UTF-8", "a\xff:" + goodHash, "", "users:1:1: the name is not UTF-8; a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role", ""},
		{"a control character", "a\x00b:" + goodHash, "", `users:1:1: the name "a\x00b" has a control character; a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role`, ""},
		{"an address as name", "Ann <ann@example.com>:" + goodHash, "", `users:1:1: the name "Ann <ann@example.com>" has < or >, which no author of a commit can have; a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role`, ""},
		{"a line that is broken after the name", "ann\n" + goodHash + ":author", "", "users:1:4: \"ann\" has no password; run htpasswd -B -C 12 users ann\n" +
			"users:2:1: the line begins with a hash, not with a name; a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role", ""},
		{"a hash first", goodHash + ":ann", "", "users:1:1: the line begins with a hash, not with a name; a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role", ""},
		{"another hash first", "{SHA}qvTGHdzF6KLavt4PO0gs2a6pQ00=", "", "users:1:1: the line begins with a hash, not with a name; a line is NAME:HASH:ROLE, such as htpasswd -B writes it, and then the role", ""},
		{"an address that reads backwards", "ann:*:author:a\u202eb@example.com", "", "users:1:14: \"a\\u202eb@example.com\" is not an email address; write one such as ann@example.com after the role, or nothing", ""},
		{"twice", "ann:" + goodHash + "\nbob:*\nann:" + goodHash, "", `users:3:1: "ann" is in line 1 already; remove one of the lines`, ""},
		{"no hash", "ann:", "", `users:1:5: the password of "ann" is empty; run htpasswd -B -C 12 users ann`, ""},
		{"a password", "ann:secret", "", `users:1:5: the password of "ann" is not hashed with bcrypt; run htpasswd -B -C 12 users ann`, ""},
		{"MD5", "ann:$apr1$aaaaaaaa$bbbbbbbbbbbbbbbbbbbbbb:author", "", `users:1:5: the password of "ann" is hashed with MD5 (apr1), not with bcrypt; run htpasswd -B -C 12 users ann, and write the role after it again`, ""},
		{"SHA-1", "ann:{SHA}qvTGHdzF6KLavt4PO0gs2a6pQ00=", "", `users:1:5: the password of "ann" is hashed with SHA-1, not with bcrypt; run htpasswd -B -C 12 users ann`, ""},
		{"SHA-512", "ann:$6$salt$hash", "", `users:1:5: the password of "ann" is hashed with SHA-512 (crypt), not with bcrypt; run htpasswd -B -C 12 users ann`, ""},
		{"Argon2", "ann:$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA", "", `users:1:5: the password of "ann" is hashed with Argon2, not with bcrypt; run htpasswd -B -C 12 users ann`, ""},
		{"DES", "ann:rqXexS6ZhobKA", "", `users:1:5: the password of "ann" is hashed with DES (crypt), or is not hashed at all: it must be with bcrypt; run htpasswd -B -C 12 users ann`, ""},
		{"broken bcrypt", "ann:$2x" + goodHash[3:], "", `users:1:5: the password of "ann" is hashed with an old, broken bcrypt (2x), not with bcrypt; run htpasswd -B -C 12 users ann`, ""},
		{"a hash that is cut", "ann:" + goodHash[:59], "", `users:1:5: the password of "ann" has a hash of 59 characters: one of bcrypt has 60; run htpasswd -B -C 12 users ann`, ""},
		{"a hash with another character", "ann:" + goodHash[:59] + "!", "", `users:1:5: the password of "ann" has a hash that bcrypt cannot have made; run htpasswd -B -C 12 users ann`, ""},
		{"cost 3", "ann:$2y$03" + goodHash[6:], "", `users:1:5: the password of "ann" has a hash that bcrypt cannot have made: its cost is not from 04 to 31; run htpasswd -B -C 12 users ann`, ""},
		{"no cost", "ann:$2y$xx" + goodHash[6:], "", `users:1:5: the password of "ann" has a hash that bcrypt cannot have made: its cost is not from 04 to 31; run htpasswd -B -C 12 users ann`, ""},
		{"a cost that takes hours", "ann:$2y$31" + goodHash[6:], "", `users:1:5: the password of "ann" has a hash of cost 31: at most 14, or each sign-in takes seconds; run htpasswd -B -C 12 users ann`, ""},
		{"unknown role", "зоя:" + goodHash + ":writer", "", `users:1:66: unknown role "writer"; write reader, author or publisher after the password`, ""},
		{"no address", "ann:*:author:Ann Lee", "", `users:1:14: "Ann Lee" is not an email address; write one such as ann@example.com after the role, or nothing`, ""},
		{"more", "ann:*:author:a@b.example:x", "", "users:1:25: there is more after the email address; a line is NAME:HASH:ROLE:EMAIL", ""},
		{"several", "ann\nbob:secret\n", "", "users:1:4: \"ann\" has no password; run htpasswd -B -C 12 users ann\nusers:2:5: the password of \"bob\" is not hashed with bcrypt; run htpasswd -B -C 12 users bob", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list, warnings, err := Parse("users", []byte(tt.text))
			if text := errorText(err); text != tt.wrong {
				t.Fatalf("error\n%s, want\n%s", text, tt.wrong)
			}
			var warned []string
			for _, w := range warnings {
				warned = append(warned, w.String())
			}
			if got := strings.Join(warned, "\n"); got != tt.warning {
				t.Errorf("warning\n%s, want\n%s", got, tt.warning)
			}
			if err == nil {
				if got := show(t, list, tt.text); got != tt.users {
					t.Errorf("%q, want %q", got, tt.users)
				}
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// show prints the users in the order of the text.
func show(t *testing.T, list *List, text string) string {
	t.Helper()
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		name, _, ok := strings.Cut(line, ":")
		u, found := list.Find(name)
		if ok != found {
			t.Errorf("%q: %v", line, found)
		}
		if !found {
			continue
		}
		if !u.HasPassword() {
			name += "*"
		}
		out = append(out, strings.TrimRight(name+" "+string(u.Role)+" "+u.Email, " "))
	}
	if len(out) != list.Len() {
		t.Error(list.Len())
	}
	return strings.Join(out, ", ")
}

// TestManyProblems checks that a file that is something else has a short error.
func TestManyProblems(t *testing.T) {
	_, _, err := Parse("users", []byte(strings.Repeat("x\n", 1000)))
	if lines := strings.Split(errorText(err), "\n"); len(lines) != mostTold+1 || lines[mostTold] != "and 980 more" {
		t.Error(len(lines), lines[len(lines)-1])
	}
	if all, ok := errors.AsType[Problems](err); !ok || len(all) != 1000 {
		t.Error(len(all))
	}
}

// TestLostRoles checks who lost a role between two versions of a file.
func TestLostRoles(t *testing.T) {
	parse := func(text string) *List {
		list, _, err := Parse("users", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	was := parse("ann:*:author\nbob:*:reader\ncat:*\ndan:*:publisher\n")
	now := parse("ann:*\nbob:*:author\ncat:*\nbea:*\n")
	if got := strings.Join(was.Without(now), " "); got != "ann" {
		t.Error(got)
	}
}

// FuzzParse checks that whatever a file holds, its users can be shown and signed in,
// its errors have places in it, and no message tells a password.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"ann:" + goodHash + ":author:ann@example.com\n# a\n\nbob:*:reader\r\n", "ann:secret", "a:$2y$31$", "\xff:\x00", "a:b:c:d:e", ":::\n:", "ann:$apr1$x:author"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, warnings, err := Parse("users", data)
		lines := strings.Split(string(data), "\n")
		problems, _ := errors.AsType[Problems](err)
		for _, p := range append(problems, warnings...) {
			if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > len(lines[p.Line-1])+1 || p.Message == "" || p.Hint == "" || strings.Contains(p.String(), "\n") {
				t.Fatalf("%+v", p)
			}
			fields := strings.Split(lines[p.Line-1], ":")
			if len(fields) > 1 && len(fields[1]) > 12 && strings.Contains(p.Message, fields[1]) && !strings.Contains(fields[0]+strings.Join(fields[2:], ":"), fields[1]) {
				t.Fatalf("tells the password: %s", p)
			}
		}
		if err != nil {
			if len(problems) == 0 || list != nil {
				t.Fatal(err)
			}
			return
		}
		passwords := 0
		for name, u := range list.byName {
			if u.Name != name || checkName(name) != "" || u.Role != "" && !u.Role.known() {
				t.Fatalf("%+v", u)
			}
			if wrong, _ := checkHash(u.hash); u.HasPassword() && wrong != "" {
				t.Fatal(wrong)
			}
			if u.HasPassword() {
				passwords++
			}
		}
		if passwords != list.Passwords() || passwords > 0 && list.decoy("x") == "" {
			t.Fatal(passwords, list.Passwords())
		}
	})
}
