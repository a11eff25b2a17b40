package people

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/bcrypt"
)

const (
	// goodCost is the cost that hints name. From leastCost on there is no warning, and
	// maxCost bounds the time that a sign-in takes: each step doubles it.
	goodCost  = 12
	leastCost = 10
	maxCost   = 14
	// bcryptBytes is the length of a hash.
	bcryptBytes = 60
	// bcryptPassword is how much of a password counts for bcrypt, in bytes.
	bcryptPassword = 72
	bcryptChars    = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
)

// kinds are other hashes than bcrypt's, by how they begin.
var kinds = [...]struct{ prefix, name string }{
	{"$apr1$", "MD5 (apr1)"},
	{"$1$", "MD5 (crypt)"},
	{"$5$", "SHA-256 (crypt)"},
	{"$6$", "SHA-512 (crypt)"},
	{"$y$", "yescrypt"},
	{"$7$", "scrypt"},
	{"$argon2", "Argon2"},
	{"$2x$", "an old, broken bcrypt (2x)"},
	{"$2$", "an old, broken bcrypt (2)"},
	{"{SHA}", "SHA-1"},
	{"{SSHA}", "salted SHA-1"},
}

// checkHash returns what is wrong with the hash of a password, as the end of a
// sentence about it, or why it is weak. It never says what the text is: it may be a
// password.
func checkHash(hash string) (wrong, weak string) {
	for _, kind := range kinds {
		if strings.HasPrefix(hash, kind.prefix) {
			return "is hashed with " + kind.name + ", not with bcrypt", ""
		}
	}
	isBcrypt := strings.HasPrefix(hash, "$2a$") || strings.HasPrefix(hash, "$2b$") || strings.HasPrefix(hash, "$2y$")
	switch {
	case hash == "":
		return "is empty", ""
	case !isBcrypt && len(hash) == 13 && isOf(hash, bcryptChars):
		return "is hashed with DES (crypt), or is not hashed at all: it must be with bcrypt", ""
	case !isBcrypt:
		return "is not hashed with bcrypt", ""
	case len(hash) != bcryptBytes:
		return fmt.Sprintf("has a hash of %d characters: one of bcrypt has %d", len(hash), bcryptBytes), ""
	case hash[6] != '$' || !isOf(hash[7:], bcryptChars):
		return "has a hash that bcrypt cannot have made", ""
	}
	cost, err := strconv.ParseUint(hash[4:6], 10, 8)
	switch {
	case err != nil || cost < 4 || cost > 31:
		return "has a hash that bcrypt cannot have made: its cost is not from 04 to 31", ""
	case cost > maxCost:
		return fmt.Sprintf("has a hash of cost %d: at most %d, or each sign-in takes seconds", cost, maxCost), ""
	case cost < leastCost:
		return "", fmt.Sprintf("has a hash of cost %d, which is guessed fast if the file is stolen", cost)
	}
	return "", ""
}

// Hash returns the hash of a password, for a line of the file.
func Hash(password string) (string, error) {
	switch {
	case password == "":
		return "", errors.New("the password is empty")
	case len(password) > bcryptPassword:
		return "", fmt.Errorf("the password has %d bytes: bcrypt takes at most %d", len(password), bcryptPassword)
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), goodCost)
	return string(hash), err
}

// isHash reports whether a text begins like the hash of a password.
func isHash(text string) bool {
	for _, kind := range kinds {
		if strings.HasPrefix(text, kind.prefix) {
			return true
		}
	}
	return strings.HasPrefix(text, "$2a$") || strings.HasPrefix(text, "$2b$") || strings.HasPrefix(text, "$2y$")
}

func isOf(text, chars string) bool {
	return strings.Trim(text, chars) == ""
}
