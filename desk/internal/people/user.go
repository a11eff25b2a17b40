package people

import (
	"hash/maphash"
	"slices"
	"strings"
)

// Role is what a user may do.
type Role string

// The roles, each of which may do what the one before may.
const (
	Reader    Role = "reader"
	Author    Role = "author"
	Publisher Role = "publisher"
)

// Roles are all of them.
var roles = [...]Role{Reader, Author, Publisher}

// User is somebody whom the file names.
type User struct {
	Name string
	// Role is empty for a user whose line has none.
	Role Role
	// Email signs the user's commits; it may be empty.
	Email string
	// hash is that of the password; empty for who only comes through a proxy.
	hash string
}

// HasPassword reports whether the user can sign in.
func (u User) HasPassword() bool { return u.hash != "" }

// SamePassword reports whether the other user's password is the same one. It is false
// for passwords that only have the same text.
func (u User) SamePassword(other User) bool { return u.hash == other.hash }

// List are the users of a file. It does not change. The zero value has none.
type List struct {
	byName map[string]User
	// signers are those who have a password, by name.
	signers []User
	seed    maphash.Seed
}

func newList() *List { return &List{byName: map[string]User{}, seed: maphash.MakeSeed()} }

// Find returns the user of that name.
func (l *List) Find(name string) (User, bool) {
	u, ok := l.byName[name]
	return u, ok
}

// Len returns how many users there are, and Passwords how many have a password.
func (l *List) Len() int { return len(l.byName) }

// Passwords returns how many users have a password.
func (l *List) Passwords() int { return len(l.signers) }

// Without returns the names of those who have a role in l, and none in newer.
func (l *List) Without(newer *List) []string {
	var names []string
	for name, was := range l.byName {
		if now, ok := newer.byName[name]; ok && was.Role != "" && now.Role == "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// decoy returns the hash that a name without a password is compared with: one of the
// users', so that it takes as long as theirs, and the same for the same name.
func (l *List) decoy(name string) string {
	if len(l.signers) == 0 {
		return ""
	}
	return l.signers[maphash.String(l.seed, name)%uint64(len(l.signers))].hash
}

// finish makes the list ready for use.
func (l *List) finish() {
	for _, u := range l.byName {
		if u.HasPassword() {
			l.signers = append(l.signers, u)
		}
	}
	slices.SortFunc(l.signers, func(a, b User) int { return strings.Compare(a.Name, b.Name) })
}
