package desk

import (
	"errors"
	"math"
	"net/http"

	"nlgserver/desk/internal/people"
)

// maxSignIn is how large the body of a sign-in may be, in bytes.
const maxSignIn = 4 << 10

// signInBody is what a browser sends to sign in.
type signInBody struct {
	User     string `json:"user"`
	Password string `json:"password"`
}

// takesPasswords reports whether anybody has a password.
func (d *Desk) takesPasswords() bool { return d.people != nil && d.people.hasPasswords() }

// signIn begins a session for whoever knows a password.
func (d *Desk) signIn(w http.ResponseWriter, r *http.Request, _ *session) error {
	if !d.takesPasswords() {
		_, words := d.howToEnter()
		refuse(w, codeNoPasswords, words)
		return nil
	}
	var in signInBody
	if !readBodyOf(w, r, &in, maxSignIn) {
		return nil
	}
	users, from := d.people.users.now(), d.people.proxy.Client(r)
	user, err := d.people.door.SignIn(r.Context(), users, in.User, in.Password, from)
	if err == nil {
		return d.welcome(w, r, user)
	}
	if !errors.Is(err, r.Context().Err()) {
		d.people.register.Refused(users, in.User, from, err) // also if nobody waits for the answer
	}
	if r.Context().Err() == nil {
		return d.refuseSignIn(w, err)
	}
	return nil // nobody waits for it any more
}

// welcome begins the session of a user whose password was right.
func (d *Desk) welcome(w http.ResponseWriter, r *http.Request, user people.User) error {
	s, from := d.people.signedIn(user), d.people.proxy.Client(r)
	if s == nil {
		d.people.register.Refused(d.people.users.now(), user.Name, from, people.ErrNoRole)
		// The file may also have changed since the password was asked for.
		refuse(w, codeNotAUser, "you have no role here: ask whoever runs the desk")
		return nil
	}
	d.sessions.endOf(r)
	d.setCookie(w, r, d.sessions.start(*s))
	d.people.register.Welcomed(s.user, from)
	d.content.wake() // the streams of the session before end
	return d.session(w, r, s)
}

// refuseSignIn says why somebody does not get in. It returns an error that is not about
// the request.
func (d *Desk) refuseSignIn(w http.ResponseWriter, err error) error {
	if tooMany, is := errors.AsType[*people.TooManyError](err); is {
		seconds := int(math.Ceil(tooMany.After.Seconds()))
		tell(w, problem{Code: codeTooManyAttempts, Detail: "there were too many wrong passwords for this name, or from this address", RetryAfter: seconds})
		return nil
	}
	if errors.Is(err, people.ErrWrong) {
		refuse(w, codeWrongPassword, "check both, and mind upper and lower case")
		return nil
	}
	if errors.Is(err, people.ErrBusy) {
		refuse(w, codeBusy, "try again in a moment")
		return nil
	}
	return err
}

// signOut ends the session.
func (d *Desk) signOut(w http.ResponseWriter, r *http.Request, _ *session) error {
	d.sessions.endOf(r)
	d.setCookie(w, r, "")
	d.content.wake() // its streams end
	return reply(w, r, struct{}{})
}
