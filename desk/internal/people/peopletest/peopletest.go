// Package peopletest makes files of users for tests, with hashes that are computed fast.
package peopletest

import (
	"strings"
	"testing"

	"golang.org/x/crypto/bcrypt"
)

// Hash returns a hash of a password that is computed fast.
func Hash(t testing.TB, password string) string {
	t.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	return string(hash)
}

// File returns a file of users, each of whom has "pass-" and their name as password. The map
// has what follows the password, by the name: such as ":author", or nothing.
func File(t testing.TB, users map[string]string) string {
	t.Helper()
	var out strings.Builder
	for name, rest := range users {
		out.WriteString(name + ":" + Hash(t, "pass-"+name) + rest + "\n")
	}
	return out.String()
}
