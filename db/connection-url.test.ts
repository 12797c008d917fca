import { userInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { readEnvironment } from "#lib/environment";
import { readConnectionUrl, UnusableUrl, withDatabase, withoutCredentials } from "./connection-url.ts";

const read = readConnectionUrl;
const me = userInfo().username;

describe("readConnectionUrl", () => {
  it.each([
    ["postgres://desk:pw@db.example/casewire", { hosts: [{ host: "db.example", port: 5432 }], database: "casewire" }],
    ["postgresql://desk:pw@db.example:6543/casewire", { hosts: [{ host: "db.example", port: 6543 }] }],
    ["postgres://desk@db.example/casewire", { user: "desk", password: "" }],
    ["postgres://desk:p%40ss%2Fw%25%23@db.example/casewire", { password: "p@ss/w%#" }],
    ["postgres://desk:p@ss:w@db.example/casewire", { user: "desk", password: "p@ss:w" }],
    ["postgres://d%C3%A9sk:pw@db.example/case%20wire%2F2", { user: "désk", database: "case wire/2" }],
    ["postgres://desk@db.example", { database: "desk" }],
    ["postgres://", { hosts: [{ host: "localhost", port: 5432 }], user: me, database: me, socket: null }],
    ["postgres://desk@[2001:db8::5]:6543/casewire", { hosts: [{ host: "2001:db8::5", port: 6543 }] }],
    [
      "postgres://desk@one:1,two:2,three/casewire",
      {
        hosts: [
          { host: "one", port: 1 },
          { host: "two", port: 2 },
          { host: "three", port: 5432 },
        ],
      },
    ],
    [
      "postgres:///casewire?host=one,::1&port=7,8&user=desk&password=p%20w",
      {
        hosts: [
          { host: "one", port: 7 },
          { host: "::1", port: 8 },
        ],
        user: "desk",
        password: "p w",
      },
    ],
    ["postgres:///casewire?host=/var/run/pg&port=6543", { socket: "/var/run/pg/.s.PGSQL.6543", hosts: [] }],
    ["postgres://desk@%2Fvar%2Frun%2Fpg/casewire", { socket: "/var/run/pg/.s.PGSQL.5432", user: "desk" }],
    ["postgres://one/first?dbname=second", { database: "second" }],
    ["postgres://one/casewire?application_name=desk%201&connect_timeout=3", { database: "casewire" }],
  ])("takes %s", (url, wanted) => {
    expect(read(url)).toMatchObject(wanted);
  });

  it.each([
    "sslmode=allow",
    "sslmode=prefer&channel_binding=prefer",
    "target_session_attrs=read-write",
    "options=-c%20geqo%3Doff",
    "client_encoding=utf8",
    "keepalives=1&keepalives_idle=30",
    "gssencmode=disable&sslsni=1&sslcompression=0&load_balance_hosts=disable",
  ])("takes the parameters %s", (query) => {
    expect(() => read(`postgres://desk@db.example/casewire?${query}`)).not.toThrow();
  });

  it.each([
    ["channel_binding=require", /channel_binding.*write sslmode=verify-full/],
    ["sslmode=verify", /sslmode.*write disable, require, verify-ca or verify-full/],
    ["ssl=true", /parameter ssl,.*write sslmode=require/],
    ["target_session_attrs=read-only", /target_session_attrs.*write read-write/],
    ["hostaddr=10.0.0.1", /hostaddr.*write the address as the host/],
    ["service=desk", /service.*write what the service file says/],
    ["passfile=/x", /passfile.*write the password/],
    ["schema=desk", /schema.*the tables are in the schema public/],
    ["pgbouncer=true", /pgbouncer.*the URL of the server itself/],
    ["connection_limit=5", /connection_limit.*write nothing/],
    ["toString=1", /toString.*write nothing/],
    ["options=-c%20TimeZone%3DEurope/Paris", /options.*nothing that Casewire sets itself/],
    ["options=-c%20search_path%3Ddesk", /options.*nothing that Casewire sets itself/],
    ["options=--search-path=desk", /options.*nothing that Casewire sets itself/],
    ["connect_timeout=soon", /connect_timeout.*write a number of seconds/],
    ["client_encoding=LATIN1", /client_encoding.*write UTF8/],
    ["host=/run,db.example", /several hosts, one of them a socket's folder/],
    ["port=70000", /a port that is none/],
    ["sslmode=verify-full&host=one,10.0.0.1", /write their names, not their addresses/],
  ])("refuses the parameters %s by name, and says what to write", (query, words) => {
    expect(() => read(`postgres://desk@db.example/casewire?${query}`)).toThrow(words);
  });

  it.each([
    ["postgres://desk:half%price@db.example/casewire", /% in its password.*%25/],
    ["postgres://de%sk:pw@db.example/casewire", /% in its name/],
    ["postgres://desk:pw@db.example/100%", /% in its database/],
    ["postgres://desk:hunter/2@db.example/casewire", /in a password they are written %2F, %3F and %23/],
    ["postgres://desk:hunter?2@db.example/casewire", /in a password they are written %2F, %3F and %23/],
    ["postgres://desk:hunter#2@db.example/casewire", /in a password they are written %2F, %3F and %23/],
    ["postgres://desk:hunter@db.example:port/casewire", /a port that is none/],
    ["mysql://desk:hunter@db.example/casewire", /begins with postgres:/],
    ["desk:hunter@db.example/casewire", /begins with postgres:/],
  ])("refuses %s, and repeats nothing of it", (url, words) => {
    expect(() => read(url)).toThrow(UnusableUrl);
    expect(() => read(url)).toThrow(words);
    expect(() => read(url)).not.toThrow(/hunter|half|price/);
  });

  it("is how the environment reads both variables", () => {
    const url = "postgres://desk:half%price@db.example/casewire";
    const bad = { CASEWIRE_SECRET: "x".repeat(32), DATABASE_URL: url, DATABASE_OWNER_URL: url };
    expect(() => readEnvironment(bad)).toThrow(/^DATABASE_URL has a % .*\nDATABASE_OWNER_URL has a % /);
  });
});

describe("TLS", () => {
  const modeOf = (url: string) => read(url).tls.mode;

  it.each(["localhost", "127.0.0.1", "127.8.9.1", "[::1]", "%2Fvar%2Frun%2Fpg"])("is not asked for on %s", (host) => {
    for (const query of ["", "?sslmode=prefer", "?sslmode=allow"]) {
      expect(modeOf(`postgres://desk@${host}/casewire${query}`)).toBe("disable");
    }
  });

  it.each(["db", "db.example", "10.0.0.5", "192.168.1.1", "[2001:db8::5]", "127.0.0.1.evil.example", "localhost,db"])(
    "is asked for on %s, unless it is switched off by name",
    (host) => {
      for (const query of ["", "?sslmode=prefer", "?sslmode=allow", "?sslmode=require"]) {
        expect(modeOf(`postgres://desk@${host}/casewire${query}`)).toBe("require");
      }
      expect(modeOf(`postgres://desk@${host}/casewire?sslmode=disable`)).toBe("disable");
    },
  );

  it("proves the server where the URL says how, wherever it is", () => {
    for (const host of ["localhost", "db.example"]) {
      expect(modeOf(`postgres://${host}/casewire?sslmode=verify-full`)).toBe("verify-full");
      expect(modeOf(`postgres://${host}/casewire?sslmode=verify-ca`)).toBe("verify-ca");
      expect(modeOf(`postgres://${host}/casewire?sslmode=require&sslrootcert=/ca.pem`)).toBe("verify-ca");
      expect(modeOf(`postgres://${host}/casewire?sslrootcert=system`)).toBe("verify-full");
    }
  });
});

describe("withoutCredentials", () => {
  it.each([
    ["postgres://desk:hunter@db.example/casewire?sslpassword=hunter", "db.example:5432/casewire"],
    ["postgres://desk:hunter@[::1],two:7/casewire", "[::1]:5432,two:7/casewire"],
    ["postgres:///casewire?host=/run/pg&password=hunter", "/run/pg/.s.PGSQL.5432/casewire"],
  ])("says of %s where it leads, and no more", (url, place) => {
    expect(withoutCredentials(url)).toBe(place);
  });
});

describe("withDatabase", () => {
  it.each([
    "postgres://d%40sk:p%20w@one:1,[::1]:2/first?connect_timeout=3&application_name=a%26b",
    "postgres:///first?host=/run/pg&user=desk&password=p%2Bw",
    "postgres://localhost?dbname=first",
  ])("changes nothing but the database of %s", (url) => {
    const { parameters, ...rest } = read(url);
    const { dbname: _, ...others } = parameters;
    expect(read(withDatabase(url, "an/other %"))).toEqual({ ...rest, database: "an/other %", parameters: others });
  });
});
