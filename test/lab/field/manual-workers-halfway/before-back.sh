# the port that it names is closed since
hs "c.pop('redis')"
