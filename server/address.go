package server

import (
	"errors"
	"fmt"

	"nlgserver/server/internal/listen"
)

// Address is an address to listen on.
type Address = listen.Address

// ParseAddress reads :PORT, HOST:PORT, with an IPv6 address in brackets, or
// unix:/path. The error says what to write instead.
func ParseAddress(text string) (Address, error) { return listen.ParseAddress(text) }

// parseAddress reads the address of a setting, which the error names.
func parseAddress(o Options, setting Setting, text string) (Address, error) {
	a, err := ParseAddress(text)
	if err != nil {
		return Address{}, fmt.Errorf("%s %q: %w", o.SettingName(setting), text, err)
	}
	return a, nil
}

// checkAddresses rejects addresses that nobody could listen on.
func (o Options) checkAddresses() error {
	public, err := parseAddress(o, SettingListen, o.Listen)
	if err != nil || o.AdminListen == "" {
		return err
	}
	admin, err := parseAddress(o, SettingAdminListen, o.AdminListen)
	if err == nil && admin == public && (admin.Port != 0 || admin.Socket != "") {
		return errors.New(o.SettingName(SettingAdminListen) + " must differ from " + o.SettingName(SettingListen))
	}
	return err
}
