# the lab as it is
