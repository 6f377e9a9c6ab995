# The version of systemd and how it was built.
systemctl --version | head -n 2
