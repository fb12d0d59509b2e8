-- The databases of the catalog and the schema registry. PostgreSQL's image runs it once, for a new volume.
\getenv catalog_password K2_CATALOG_PASSWORD
\getenv registry_password K2_REGISTRY_PASSWORD
CREATE ROLE catalog LOGIN PASSWORD :'catalog_password';
CREATE DATABASE catalog OWNER catalog;
CREATE ROLE registry LOGIN PASSWORD :'registry_password';
CREATE DATABASE registry OWNER registry;
